using System.Net;
using Layers.Api.Tests.Http;
using Layers.Application.Keys;
using Layers.Application.Organizations;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

/// <summary>The keys here are not used before they are killed: a server may remember a key in use for half a second.</summary>
public sealed class KillSwitchTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Endpoints => Endpoint.Names();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Call_WithKilledKey_Returns503WithScopeKey(string name)
    {
        var key = await api.Given.AnotherKey(["*"]);
        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);
        using var client = api.Server.Client(key.Text.Reveal());

        var answer = await Endpoint.Named(name).Call(client, Guid.NewGuid().ToString());

        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
            { "code": "KILL_SWITCH", "message": "This key has been switched off.", "details": { "scope": "key" } }
            """);
    }

    [Fact]
    public async Task Call_WithKilledKey_LeavesTheOrganizationsOtherKeysAlone()
    {
        var key = await api.Given.AnotherKey(["*"]);
        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);

        (await api.Client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Call_WithKilledKeyAndWrongSecret_Returns401()
    {
        var key = await api.Given.AnotherKey(["*"]);
        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);
        using var client = api.Server.Client(key.Text.Reveal()[..^43] + api.Given.Key.Text.Reveal()[^43..]);

        (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Call_WhenOrganizationIsSuspended_Returns503WithScopeOrganization(string name)
    {
        var suspended = await Given.Organization(api.Server);
        await api.Server.Send(new SuspendOrganization(), suspended.OrganizationId);

        var answer = await Endpoint.Named(name).Call(suspended.Client, Guid.NewGuid().ToString());

        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
            { "code": "KILL_SWITCH", "message": "This organization has been switched off.", "details": { "scope": "organization" } }
            """);
        (await api.Client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task KillKey_WritesOneAuditRow()
    {
        var organization = await Given.Organization(api.Server);
        var key = await organization.AnotherKey(["content:read"]);

        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);
        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);

        var killed = (await organization.Audit()).Should().ContainSingle(row => row.Type == "api_key.killed").Subject;
        killed.Actor.Should().Be("system:operator");
        ((string?)killed.Data["apiKeyId"]).Should().Be(key.Key.Id.ToString());
    }
}
