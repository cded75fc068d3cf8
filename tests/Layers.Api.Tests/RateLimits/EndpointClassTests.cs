using System.Net;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.RateLimits;

public sealed class EndpointClassTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] LongRunning = ["POST /v1/content/{containerId}/finalize-upload", "POST /v1/projects/{projectId}/content/decisions"];

    public static TheoryData<string> Endpoints => Endpoint.Names();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Class_IsSaidToWhomeverAsks(string name)
    {
        using var nobody = api.Server.Client();
        var expected = LongRunning.Contains(name) ? Budgets.LongRunning : Endpoint.Named(name).Changes ? Budgets.WriteLight : Budgets.ReadLight;

        var unauthenticated = await Endpoint.Named(name).Call(nobody, Guid.NewGuid().ToString());
        var authenticated = await Endpoint.Named(name).Call(api.Client, Guid.NewGuid().ToString());

        unauthenticated.Status.Should().Be(HttpStatusCode.Unauthorized);
        unauthenticated.ShouldNotBeCounted(expected);
        authenticated.ShouldNotBeCounted(expected);
    }

    [Fact]
    public async Task Class_OfAnUnknownAddress_IsThatOfTheMethod()
    {
        (await api.Client.GetJson("/v1/nothing")).ShouldNotBeCounted(Budgets.ReadLight);
        (await api.Client.Call(HttpMethod.Options, "/v1/nothing", content: null)).ShouldNotBeCounted(Budgets.ReadLight);
        (await api.Client.PostJson("/v1/nothing")).ShouldNotBeCounted(Budgets.WriteLight);
        (await api.Client.DeleteJson($"/v1/content/{Guid.Empty}/finalize-upload")).ShouldNotBeCounted(Budgets.WriteLight);
    }

    [Fact]
    public async Task Answer_500_SaysWhatIsLeft()
    {
        await using var server = await ApiServer.Start();
        var given = await Given.Organization(server);
        using var client = server.Client((await given.AnotherKey([Scopes.Everything], tier: RateLimitTier.Standard)).Text.Reveal());
        await server.Database.Run("alter table projects rename to projects_gone");

        var answer = await client.GetJson("/v1/projects");

        answer.Status.Should().Be(HttpStatusCode.InternalServerError);
        answer.ShouldBeCounted(Budgets.ReadLight, 120, 119);
    }

    [Fact]
    public async Task Limits_SwitchedOff_CountNobody()
    {
        await using var server = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:RateLimits:Enabled"] = "false" }, api.Server.Database);
        using var client = server.Client(await api.KeyOf(RateLimitTier.Standard));

        for (var i = 0; i < 21; i++)
            (await client.Send(Budgets.LongRunning)).ShouldNotBeCounted(Budgets.LongRunning);
    }
}
