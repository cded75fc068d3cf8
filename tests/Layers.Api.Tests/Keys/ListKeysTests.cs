using System.Net;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Keys;

public sealed class ListKeysTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetKey_ShowsAllButTheSecret()
    {
        var key = await api.Given.AnotherKey(["content:read", "content:approve"], ActorType.Agent);

        var answer = await api.Client.GetJson($"/v1/api-keys/{key.Key.Id}");

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{key.Key.Id}}", "keyId": "{{key.Text.KeyId}}", "name": "another", "scopes": ["content:read", "content:approve"], "tier": "internal",
              "actorType": "agent", "status": "active", "createdAt": "{{api.Now}}", "lastUsedAt": null, "rotatedAt": null, "killedAt": null, "deletedAt": null
            }
            """);
    }

    [Fact]
    public async Task ListKeys_ShowsTheOrganizationsKeysNewestFirst_PageByPage()
    {
        var given = await Given.Organization(api.Server);
        var made = new List<string> { given.Key.Key.Id.ToString() };
        for (var i = 0; i < 6; i++)
        {
            if (i % 2 == 0)
                api.Clock.Advance(Duration.FromSeconds(1));
            made.Add((await given.AnotherKey(["content:read"])).Key.Id.ToString());
        }

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await given.Client.GetJson($"/v1/api-keys?limit=2{cursor}");
            page.Status.Should().Be(HttpStatusCode.OK, page.Body);
            seen.AddRange(page.Json["items"]!.AsArray().Select(key => (string)key!["id"]!));
            cursor = (string?)page.Json["nextCursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        seen.Should().BeEquivalentTo(made).And.OnlyHaveUniqueItems();
        seen[^1].Should().Be(made[0]);
        seen.Take(2).Should().BeEquivalentTo(made.TakeLast(2));
    }

    [Theory]
    [InlineData("", "active", "killed")]
    [InlineData("?status=active", "active")]
    [InlineData("?status=killed", "killed")]
    [InlineData("?status=deleted", "deleted")]
    [InlineData("?status=active&status=deleted", "active", "deleted")]
    public async Task ListKeys_ShowsDeletedOnesOnlyWhenAskedFor(string query, params string[] statuses)
    {
        var given = await Given.Organization(api.Server);
        var killed = (await given.AnotherKey(["content:read"])).Key.Id;
        var deleted = (await given.AnotherKey(["content:read"])).Key.Id;
        await given.Client.PostJson($"/v1/api-keys/{killed}/kill");
        await given.Client.DeleteJson($"/v1/api-keys/{deleted}");

        var answer = await given.Client.GetJson($"/v1/api-keys{query}");

        answer.Json["items"]!.AsArray().Select(key => (string)key!["status"]!).Should().BeEquivalentTo(statuses);
    }

    [Theory]
    [InlineData("status=asleep", "status")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=zul7", "cursor")]
    public async Task ListKeys_WithABadParameter_Returns422(string query, string path) =>
        (await api.Client.GetJson($"/v1/api-keys?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/{0}")]
    [InlineData("POST", "/{0}/kill")]
    [InlineData("POST", "/{0}/rotate")]
    [InlineData("DELETE", "/{0}")]
    public async Task Call_WithAKeyThatMayDoEverythingWithData_Returns403(string method, string path)
    {
        using var client = await api.Given.ClientWith(Scopes.Everything);

        var answer = await client.Call(new HttpMethod(method), "/v1/api-keys" + string.Format(path, api.Given.Key.Key.Id), content: null);

        ((string?)answer.ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE")["details"]!["requiredScope"]).Should().Be("keys:write");
    }

    [Fact]
    public async Task MakingAKey_IsNotToBeHadOverHttp() =>
        (await api.Client.PostJson("/v1/api-keys", new { name = "mine", scopes = new[] { "*" } })).ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
}
