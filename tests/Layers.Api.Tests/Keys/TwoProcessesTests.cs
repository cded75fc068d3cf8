using System.Net;
using Layers.Application.Keys;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Keys;

/// <summary>Two servers as operators run them, on one database.</summary>
public sealed class TwoProcessesTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Keys_SwitchedOffOrRotatedOnOneNode_AreRefusedByBoth()
    {
        using var folder = new TempFolder();
        await using var first = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);
        await using var second = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);
        var keys = new List<CreatedKey>();
        for (var i = 0; i < 3; i++)
            keys.Add(await api.Given.AnotherKey([Scopes.Everything]));
        foreach (var (key, server) in keys.SelectMany(key => new[] { (key, first), (key, second) }))
            (await Whoami(server, key.Text.Reveal())).Should().Be(HttpStatusCode.OK);

        using var ruler = first.Client(api.Given.Key.Text.Reveal());
        (await ruler.PostJson($"/v1/api-keys/{keys[0].Key.Id}/kill")).Status.Should().Be(HttpStatusCode.OK);
        (await ruler.DeleteJson($"/v1/api-keys/{keys[1].Key.Id}")).Status.Should().Be(HttpStatusCode.OK);
        var text = (await ruler.PostJson($"/v1/api-keys/{keys[2].Key.Id}/rotate")).Text("key");

        // A second at most by the promise; here it may take as long as the machine is busy.
        HttpStatusCode[] refusals = [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Unauthorized];
        foreach (var server in new[] { first, second })
        {
            foreach (var (key, refusal) in keys.Zip(refusals))
                await Eventually.Holds(async () => await Whoami(server, key.Text.Reveal()) == refusal, $"{key.Key.Id} was refused with {refusal}");
            (await Whoami(server, text)).Should().Be(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Server_ThatStops_WritesDownWhenKeysWereUsed()
    {
        using var folder = new TempFolder();
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        (await Whoami(server, key.Text.Reveal())).Should().Be(HttpStatusCode.OK);

        (await server.Interrupt()).Should().Be(0);

        (await api.Server.Database.Value<bool>("select last_used_at is not null from api_keys where api_key_id = $1", key.Key.Id.Value)).Should().BeTrue();
    }

    [Fact]
    public async Task Server_ThatRuns_WritesItDownNowAndThen()
    {
        using var folder = new TempFolder();
        var settings = new Dictionary<string, string?> { ["Layers__Keys__RecordUsesSeconds"] = "1" };
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, settings);
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        (await Whoami(server, key.Text.Reveal())).Should().Be(HttpStatusCode.OK);

        await Eventually.Holds(
            () => api.Server.Database.Value<bool>("select last_used_at is not null from api_keys where api_key_id = $1", key.Key.Id.Value),
            "the use was written down");
    }

    private static async Task<HttpStatusCode> Whoami(LayersProcess server, string key)
    {
        using var client = server.Client(key);
        return (await client.GetJson("/v1/whoami")).Status;
    }
}
