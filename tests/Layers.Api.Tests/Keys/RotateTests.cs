using System.Net;
using System.Text.Json.Nodes;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Keys;

/// <summary>The keys here are not used before they are rotated: a server may remember a key in use for half a second.</summary>
public sealed class RotateTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Rotate_GivesTheSameKeyANewText()
    {
        var key = await api.Given.AnotherKey(["content:read"], ActorType.Agent);
        api.Clock.Advance(Duration.FromMinutes(1));

        var rotated = await Rotate(key);

        rotated.Status.Should().Be(HttpStatusCode.OK);
        var text = rotated.Text("key");
        KeyText.TryParse(text, out var parsed).Should().BeTrue();
        rotated.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{key.Key.Id}}", "keyId": "{{parsed!.KeyId}}", "name": "another", "scopes": ["content:read"], "tier": "internal", "actorType": "agent",
              "status": "active", "createdAt": "{{rotated.Text("createdAt")}}", "lastUsedAt": null, "rotatedAt": "{{api.Now}}", "killedAt": null,
              "deletedAt": null, "key": "{{text}}"
            }
            """);
        parsed.KeyId.Should().NotBe(key.Text.KeyId);
        rotated.Header("Cache-Control").Should().Be("no-store");
        using var old = api.Server.Client(key.Text.Reveal());
        (await old.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        using var renewed = api.Server.Client(text);
        (await renewed.GetJson("/v1/whoami")).Text("apiKeyId").Should().Be(key.Key.Id.ToString());
        (await api.Client.GetJson($"/v1/api-keys/{key.Key.Id}")).Body.Should().NotContain(text[^43..]);
    }

    [Fact]
    public async Task Rotate_OfATestOrganizationsKey_SaysSo()
    {
        var tester = await Given.Organization(api.Server, OrganizationEnvironment.Test);

        (await tester.Client.PostJson($"/v1/api-keys/{(await tester.AnotherKey(["*"])).Key.Id}/rotate")).Text("key").Should().StartWith("lp_test_");
    }

    [Fact]
    public async Task Rotate_LeavesOneAuditRowWithPublicPartsAlone()
    {
        var key = await api.Given.AnotherKey(["content:read"]);

        var rotated = await Rotate(key);

        var row = (await api.Given.AuditOf(rotated)).Should().ContainSingle().Subject;
        (row.Type, row.Actor).Should().Be(("api_key.rotated", api.Given.Actor));
        row.ShouldHaveData($$"""
            { "apiKeyId": "{{key.Key.Id}}", "name": "another", "before": { "keyId": "{{key.Text.KeyId}}" }, "after": { "keyId": "{{rotated.Text("keyId")}}" } }
            """);
    }

    [Fact]
    public async Task Rotate_SentAgainWithItsKey_ShowsTheKeyWithoutItsSecret_AndLeavesTheTextValid()
    {
        var key = await api.Given.AnotherKey(["content:read"]);
        (string, string) idempotency = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await Rotate(key, idempotency);
        var second = await Rotate(key, idempotency);

        var shown = JsonNode.Parse(first.Body)!.AsObject();
        shown.Remove("key").Should().BeTrue();
        second.ShouldBeJson(HttpStatusCode.OK, shown.ToJsonString());
        second.Header("Idempotency-Replayed").Should().Be("true");
        using var renewed = api.Server.Client(first.Text("key"));
        (await renewed.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("kill", "killed")]
    [InlineData("delete", "deleted")]
    public async Task Rotate_OfAKeyThatIsSwitchedOff_Returns409WithStatus(string how, string status)
    {
        var key = await api.Given.AnotherKey(["content:read"]);
        if (how == "kill")
            await api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/kill");
        else
            await api.Client.DeleteJson($"/v1/api-keys/{key.Key.Id}");

        (await Rotate(key)).ShouldBeErrorJson(HttpStatusCode.Conflict, $$"""
            { "code": "CONFLICT", "message": "API key is {{status}}.", "details": { "status": "{{status}}" } }
            """);
    }

    [Fact]
    public async Task Rotate_ByManyAtOnce_LeavesOneTextThatOpens()
    {
        var key = await api.Given.AnotherKey(["content:read"]);

        var texts = (await Crowd.Of(8, _ => Rotate(key))).Select(answer => answer.Text("key")).ToList();

        var open = 0;
        foreach (var text in texts)
        {
            using var client = api.Server.Client(text);
            var status = (await client.GetJson("/v1/whoami")).Status;
            status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.Unauthorized);
            open += status == HttpStatusCode.OK ? 1 : 0;
        }

        open.Should().Be(1);
        (await api.Given.Audit()).Count(row => row.Type == "api_key.rotated" && (string?)row.Data["apiKeyId"] == key.Key.Id.ToString()).Should().Be(8);
    }

    [Fact]
    public async Task Rotate_AndKillAtOnce_LeavesItSwitchedOff()
    {
        var key = await api.Given.AnotherKey(["content:read"]);

        var answers = await Crowd.Of(8, i => i == 4 ? api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/kill") : Rotate(key));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
        foreach (var text in answers.Where((answer, i) => i != 4 && answer.Status == HttpStatusCode.OK).Select(answer => answer.Text("key")))
        {
            using var client = api.Server.Client(text);
            (await client.GetJson("/v1/whoami")).Status.Should().BeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Secret_OfARotatedKey_StandsNowhereButInTheAnswer()
    {
        using var logs = new LogCapture();
        await using var server = await ApiServer.Start(LogCapture.Everything, logs: logs);
        var given = await Given.Organization(server);
        var key = await given.AnotherKey(["content:read"]);

        var rotated = await given.Client.PostJson($"/v1/api-keys/{key.Key.Id}/rotate", body: null, ("Idempotency-Key", "rotate"));
        await given.Client.PostJson($"/v1/api-keys/{key.Key.Id}/rotate", body: null, ("Idempotency-Key", "rotate"));
        using var renewed = server.Client(rotated.Text("key"));
        (await renewed.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
        await server.Send(new RecordKeyUses());

        KeyText.TryParse(rotated.Text("key"), out var text).Should().BeTrue();
        foreach (var secret in new[] { rotated.Text("key")[^43..], key.Text.Reveal()[^43..] })
        {
            (await DatabaseSearch.TablesWith(server.Database, secret)).Should().BeEmpty();
            logs.Text.Should().NotContain(secret);
        }

        var hash = Convert.ToHexStringLower(text!.SecretHash);
        (await DatabaseSearch.TablesWith(server.Database, hash)).Should().Equal("api_keys");
        (await DatabaseSearch.TablesWith(server.Database, text.KeyId)).Should().Equal("api_keys", "audit_log", "idempotency_keys");
        logs.Text.Should().Contain($"/v1/api-keys/{key.Key.Id}/rotate").And.NotContain(hash).And.NotContain(Convert.ToBase64String(text.SecretHash));
    }

    private Task<Answer> Rotate(CreatedKey key, params (string Name, string Value)[] headers) =>
        api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/rotate", body: null, headers);
}
