using System.Net;
using Layers.Domain;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class WhoamiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Whoami_ShowsOrganizationKeyAndRights()
    {
        var key = api.Given.Key;

        var answer = await api.Client.GetJson("/v1/whoami");

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "organizationId": "{{key.Key.Organization}}", "organizationName": "{{key.OrganizationName}}", "apiKeyId": "{{key.Key.Id}}",
              "actorType": "person", "scopes": ["*", "keys:write"], "rateLimitTier": "internal", "creditBalance": null
            }
            """);
    }

    [Fact]
    public async Task Whoami_ShowsTheKeyThatAsks()
    {
        var key = await api.Given.AnotherKey(["content:read", "content:approve"], ActorType.Agent);
        using var agent = api.Server.Client(key.Text.Reveal());

        var answer = await agent.GetJson("/v1/whoami");

        answer.Text("apiKeyId").Should().Be(key.Key.Id.ToString()).And.MatchRegex("^key_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        answer.Text("actorType").Should().Be("agent");
        answer.Json["scopes"]!.AsArray().Select(scope => (string?)scope).Should().Equal("content:read", "content:approve");
    }
}
