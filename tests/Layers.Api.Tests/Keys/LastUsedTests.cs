using System.Net;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Api.Tests.Keys;

public sealed class LastUsedTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Use_IsShown_OnceItIsWrittenDown()
    {
        var key = await api.Given.AnotherKey(["content:read"]);
        using var client = api.Server.Client(key.Text.Reveal());
        await client.GetJson("/v1/whoami");
        api.Clock.Advance(Duration.FromSeconds(5));
        await client.GetJson("/v1/projects");
        var used = api.Now;
        (await LastUsed(key)).Should().BeNull("no request waits for it to be written");
        api.Clock.Advance(Duration.FromSeconds(5));

        await api.Server.Send(new RecordKeyUses());

        (await LastUsed(key)).Should().Be(used, "a request that was refused for its scope was let in by its key");
    }

    [Fact]
    public async Task Use_OfAKeyThatIsNotLetIn_IsNone()
    {
        var key = await api.Given.AnotherKey(["content:read"]);
        await api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/kill");
        using var killed = api.Server.Client(key.Text.Reveal());
        using var forged = api.Server.Client(key.Text.Reveal()[..^43] + api.Given.Key.Text.Reveal()[^43..]);
        (await killed.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await forged.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.Unauthorized);

        await api.Server.Send(new RecordKeyUses());

        (await LastUsed(key)).Should().BeNull();
    }

    [Fact]
    public async Task Use_WrittenDownLate_NeverTakesThePlaceOfALaterOne()
    {
        var key = await api.Given.AnotherKey(["content:read"]);
        await using var second = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        using (var there = second.Client(key.Text.Reveal()))
            await there.GetJson("/v1/whoami");
        api.Clock.Advance(Duration.FromSeconds(5));
        using (var here = api.Server.Client(key.Text.Reveal()))
            await here.GetJson("/v1/whoami");

        await api.Server.Send(new RecordKeyUses());
        await second.Send(new RecordKeyUses());

        (await LastUsed(key)).Should().Be(api.Now);
    }

    [Fact]
    public async Task Use_IsByTheClockOfItsOrganization()
    {
        var tester = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        await tester.Client.PostJson("/v1/test/clock", new { advance = "PT24H" });
        var key = await tester.AnotherKey(["content:read"]);
        using var client = api.Server.Client(key.Text.Reveal());
        await client.GetJson("/v1/whoami");

        await api.Server.Send(new RecordKeyUses());

        var shown = await tester.Client.GetJson($"/v1/api-keys/{key.Key.Id}");
        shown.Text("lastUsedAt").Should().Be((api.Clock.Now() + Duration.FromHours(24)).ToString("uuuu-MM-dd'T'HH:mm:ss.FFF'Z'", null));
    }

    [Fact]
    public async Task Uses_WrittenDownByManyNodesAtOnce_BlockNobody()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (await api.Given.AnotherKey(["content:read"])).Key.Id));

        await Crowd.Of(8, async node =>
        {
            var uses = new KeyUses();
            foreach (var id in ids.OrderBy(_ => Random.Shared.Next()))
                uses.Note(id, api.Clock.Now() + Duration.FromSeconds(node));
            await using var scope = api.Server.Services.CreateAsyncScope();
            return await new RecordKeyUsesHandler(uses, scope.ServiceProvider.GetRequiredService<IApiKeys>()).Handle(new RecordKeyUses(), default);
        });

        var last = await api.Server.Database.Value<DateTime[]>("select array_agg(distinct last_used_at) from api_keys where api_key_id = any($1)", ids.Select(id => id.Value).ToArray());
        last.Should().Equal((api.Clock.Now() + Duration.FromSeconds(7)).ToDateTimeUtc());
    }

    private async Task<string?> LastUsed(CreatedKey key) => (string?)(await api.Client.GetJson($"/v1/api-keys/{key.Key.Id}")).Json["lastUsedAt"];
}
