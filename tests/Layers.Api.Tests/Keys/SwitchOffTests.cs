using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Keys;

/// <summary>Killing and deleting. The keys here are not used before: a server may remember a key in use for half a second.</summary>
public sealed class SwitchOffTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Kill_AnswersTheKey_AndItIsRefusedFromThenOn()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything]);

        var killed = await Kill(key.Key.Id.ToString());

        killed.Status.Should().Be(HttpStatusCode.OK);
        (killed.Text("id"), killed.Text("status"), killed.Text("killedAt")).Should().Be((key.Key.Id.ToString(), "killed", api.Now));
        await ShouldBeSwitchedOff(key.Text);
    }

    [Fact]
    public async Task Delete_SwitchesOff_AndOnlyTheListForgets()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        var address = $"/v1/api-keys/{key.Key.Id}";

        var deleted = await api.Client.DeleteJson(address);

        deleted.Status.Should().Be(HttpStatusCode.OK);
        (deleted.Text("status"), deleted.Text("deletedAt"), deleted.Text("killedAt")).Should().Be(("deleted", api.Now, api.Now));
        await ShouldBeSwitchedOff(key.Text);
        (await api.Client.GetJson(address)).Body.Should().Be(deleted.Body);
        (await api.Client.GetJson("/v1/api-keys?limit=200")).Body.Should().NotContain(key.Key.Id.ToString());
    }

    [Theory]
    [InlineData("kill", "kill")]
    [InlineData("delete", "delete")]
    [InlineData("delete", "kill")]
    public async Task SwitchOff_Again_ChangesNothing(string first, string second)
    {
        var id = (await api.Given.AnotherKey(["content:read"])).Key.Id.ToString();
        var before = await Do(first, id);
        api.Clock.Advance(Duration.FromMinutes(1));

        var again = await Do(second, id);

        (again.Status, again.Body).Should().Be((HttpStatusCode.OK, before.Body));
        (await api.Given.AuditOf(again)).Should().BeEmpty();
    }

    [Fact]
    public async Task Delete_OfAKilledKey_KeepsWhenItWasKilled()
    {
        var id = (await api.Given.AnotherKey(["content:read"])).Key.Id.ToString();
        var killedAt = (await Kill(id)).Text("killedAt");
        api.Clock.Advance(Duration.FromMinutes(1));

        var deleted = await Delete(id);

        (deleted.Text("status"), deleted.Text("killedAt"), deleted.Text("deletedAt")).Should().Be(("deleted", killedAt, api.Now));
    }

    [Theory]
    [InlineData("kill", "api_key.killed")]
    [InlineData("delete", "api_key.deleted")]
    public async Task SwitchOff_LeavesOneAuditRow(string how, string type)
    {
        var key = await api.Given.AnotherKey(["content:read"]);

        var row = (await api.Given.AuditOf(await Do(how, key.Key.Id.ToString()))).Should().ContainSingle().Subject;

        (row.Type, row.Actor, row.Project).Should().Be((type, api.Given.Actor, null));
        row.ShouldHaveData($$"""{ "apiKeyId": "{{key.Key.Id}}", "keyId": "{{key.Text.KeyId}}", "name": "another" }""");
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("delete")]
    public async Task SwitchOff_ByTheKeyItself_WorksOnce_ThoughItIsTheLastThatRulesOverKeys(string how)
    {
        var given = await Given.Organization(api.Server);
        var id = given.Key.Key.Id.ToString();

        var answer = how == "kill" ? await given.Client.PostJson($"/v1/api-keys/{id}/kill") : await given.Client.DeleteJson($"/v1/api-keys/{id}");

        answer.Status.Should().Be(HttpStatusCode.OK);
        await Eventually.Holds(
            async () => (await given.Client.GetJson("/v1/whoami")).Status == HttpStatusCode.ServiceUnavailable, "the key was refused");
    }

    private Task<Answer> Kill(string id) => api.Client.PostJson($"/v1/api-keys/{id}/kill");

    private Task<Answer> Delete(string id) => api.Client.DeleteJson($"/v1/api-keys/{id}");

    private Task<Answer> Do(string what, string id) => what == "kill" ? Kill(id) : Delete(id);

    private async Task ShouldBeSwitchedOff(KeyText text)
    {
        using var client = api.Server.Client(text.Reveal());
        (await client.GetJson("/v1/whoami")).ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
            { "code": "KILL_SWITCH", "message": "This key has been switched off.", "details": { "scope": "key" } }
            """);
    }
}
