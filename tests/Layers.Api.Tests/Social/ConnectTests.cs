using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Scheduling;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Social;

public sealed class ConnectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Connect_WithPlatformAndHandle_MakesASandboxAccount()
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PostJson(Accounts(project), new { platform = "instagram", handle = "@acme.coffee" });

        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            { "socialAccountId": "{{answer.Text("socialAccountId")}}", "projectId": "{{project}}", "platform": "instagram", "handle": "@acme.coffee",
              "publisher": "sandbox", "settings": {}, "status": "connected", "createdAt": "{{api.Now()}}", "disconnectedAt": null }
            """);
        answer.Text("socialAccountId").Should().StartWith("sa_");
    }

    [Fact]
    public async Task Connect_WithARelay_ShowsItsSigningSecretThisOnce()
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PostJson(Accounts(project), Relay("https://relay.example/posts"));

        var id = answer.Text("socialAccountId");
        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            { "socialAccountId": "{{id}}", "projectId": "{{project}}", "platform": "tiktok", "handle": "@acme", "publisher": "relay",
              "settings": { "url": "https://relay.example/posts" }, "status": "connected", "createdAt": "{{api.Now()}}", "disconnectedAt": null,
              "signingSecret": "{{answer.Text("signingSecret")}}" }
            """);
        answer.Text("signingSecret").Should().MatchRegex("^whsec_[A-Za-z0-9+/]{43}=$");
        var listed = (await api.Client.GetJson(Accounts(project))).Json["items"]!.AsArray().Single()!;
        listed.AsObject().Should().NotContainKey("signingSecret");
        (await api.Client.DeleteJson($"{Accounts(project)}/{id}")).Json.AsObject().Should().NotContainKey("signingSecret");
    }

    [Fact]
    public async Task Connect_SigningSecret_IsAnotherForEachAccountAndTheSameInAReplay()
    {
        var project = await api.Given.Project();
        var first = await api.Client.PostJson(Accounts(project), Relay("https://relay.example"), ("Idempotency-Key", "once"));
        var replay = await api.Client.PostJson(Accounts(project), Relay("https://relay.example"), ("Idempotency-Key", "once"));
        var second = await api.Client.PostJson(Accounts(project), Relay("https://relay.example"));

        replay.Body.Should().Be(first.Body);
        second.Text("signingSecret").Should().NotBe(first.Text("signingSecret"));
    }

    [Theory]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay", "settings": { "url": "https://relay.example" } }""", "\"https://relay.example\"")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme" }""", "null")]
    public async Task Connect_RepeatedByTheKeyOfAnOlderVersion_WhichKeptTheAddressOfARelay_ReturnsTheSame(string body, string relay)
    {
        var project = await api.Given.Project();
        var key = ("Idempotency-Key", $"upgrade-{relay.Length}");
        var first = await api.Client.PostJson(Accounts(project), JsonNode.Parse(body), key);
        first.Status.Should().Be(HttpStatusCode.Created, first.Body);
        var old = $$"""{ "relayUrl": {{relay}} }""";
        await api.Server.Database.Run("update idempotency_keys set answer = (answer::jsonb - 'settings' || $1::jsonb)::json where key = $2", old, key.Item2);

        var again = await api.Client.PostJson(Accounts(project), JsonNode.Parse(body), key);

        (again.Status, again.Body).Should().Be((first.Status, first.Body));
    }

    [Fact]
    public async Task Connect_InATestOrganization_TakesTheSandboxOnly()
    {
        var test = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var project = await test.Project();

        (await test.Client.PostJson(Accounts(project), Relay("https://relay.example"))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "publisher");
        (await test.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = "@acme", publisher = "sandbox" })).Status.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{}""", "platform", "handle")]
    [InlineData("""{ "platform": "myspace", "handle": "" }""", "platform", "handle")]
    [InlineData("""{ "platform": null, "handle": null, "publisher": null }""", "platform", "handle", "publisher")]
    [InlineData("""{ "platform": 1, "handle": [], "publisher": {}, "settings": "x" }""", "platform", "handle", "publisher", "settings")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "fax" }""", "publisher")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay" }""", "settings.url")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay", "settings": null }""", "settings.url")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay", "settings": [] }""", "settings")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay", "settings": { "url": null } }""", "settings.url")]
    [InlineData("""{ "platform": "tiktok", "handle": "@acme", "publisher": "relay", "settings": { "url": 5 } }""", "settings.url")]
    public async Task Connect_WithFaults_NamesEachOfThem(string body, params string[] paths)
    {
        var project = await api.Given.Project();

        (await api.Client.PostJson(Accounts(project), body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, paths);

        (await api.Client.GetJson(Accounts(project))).Json["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Connect_WithAnUnknownPublisher_NamesThoseThatAreKnown()
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = "@acme", publisher = "fax" });

        var issue = answer.ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION")["details"]!["issues"]!.AsArray().Single()!;
        ((string?)issue["path"], (string?)issue["message"]).Should().Be(("publisher", "publisher must be one of sandbox, relay."));
    }

    [Fact]
    public async Task Connect_KeepsWhatThePublisherKnows_AndIgnoresTheRest()
    {
        var project = await api.Given.Project();
        var settings = new { url = "https://relay.example", colour = "red", size = 5 };

        var relay = await api.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = "@acme", publisher = "relay", settings });
        var sandbox = await api.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = "@acme", settings });

        relay.Json["settings"]!.ToJsonString().Should().Be("""{"url":"https://relay.example"}""");
        sandbox.Json["settings"]!.ToJsonString().Should().Be("{}");
    }

    [Theory]
    [InlineData("relay", "https://relay.example")]
    [InlineData("sandbox", null)]
    public async Task Connect_WritesWhatAServerOfTheReleaseBeforeReads(string publisher, string? url)
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PostJson(
            Accounts(project), new { platform = "tiktok", handle = "@acme", publisher, settings = new { url = "https://relay.example" } });

        (await api.Server.Database.Run("select relay_url from social_accounts where social_account_id = $1", answer.Text("socialAccountId").Uuid()) as string)
            .Should().Be(url);
    }

    [Fact]
    public async Task Account_OfAServerOfTheReleaseBefore_ShowsItsSettings()
    {
        var project = await api.Given.Project();
        var account = await api.Client.PostJson(Accounts(project), Relay("https://relay.example/posts"));
        await api.Server.Database.Run("update social_accounts set settings = null where social_account_id = $1", account.Text("socialAccountId").Uuid());

        var listed = (await api.Client.GetJson(Accounts(project))).Json["items"]!.AsArray().Single()!;

        listed["settings"]!.ToJsonString().Should().Be("""{"url":"https://relay.example/posts"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("relay.example")]
    [InlineData("/posts")]
    [InlineData("ftp://relay.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://somebody:secret@relay.example")]
    [InlineData("http://")]
    public async Task Connect_WithARelayThatIsNoPlainHttpAddress_IsRefused(string url)
    {
        var project = await api.Given.Project();

        (await api.Client.PostJson(Accounts(project), Relay(url))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "settings.url");
    }

    [Fact]
    public async Task Connect_TakesTextUpToItsLimits()
    {
        var project = await api.Given.Project();
        var longestUrl = "https://relay.example/".PadRight(2_048, 'a');

        (await api.Client.PostJson(Accounts(project), Relay(longestUrl))).Status.Should().Be(HttpStatusCode.Created);
        (await api.Client.PostJson(Accounts(project), Relay(longestUrl + "a"))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "settings.url");
        (await api.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = new string('é', 255) })).Status.Should().Be(HttpStatusCode.Created);
        (await api.Client.PostJson(Accounts(project), new { platform = "tiktok", handle = new string('é', 256) }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "handle");
    }

    [Fact]
    public async Task Connect_ToAProjectThatIsNotTheCallers_Is404AndToAnArchivedOne409()
    {
        var (project, archived) = (await api.Given.Project(), await api.Given.Project());
        await api.Client.DeleteJson($"/v1/projects/{archived}");
        var stranger = await Given.Organization(api.Server);
        var body = new { platform = "tiktok", handle = "@acme" };

        (await stranger.Client.PostJson(Accounts(project), body)).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await api.Client.PostJson(Accounts(archived), body)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Connect_LeavesOneAuditRowWithoutTheSecret()
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PostJson(Accounts(project), Relay("https://relay.example"));

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Project, row.Actor).Should().Be(("social_account.connected", project.Uuid(), api.Given.Actor));
        ((string?)row.Data["after"]!["socialAccountId"]).Should().Be(answer.Text("socialAccountId"));
        row.Data.ToJsonString().Should().NotContain("whsec_");
    }

    private static string Accounts(string project) => $"/v1/projects/{project}/social-accounts";

    private static JsonObject Relay(string url) =>
        new() { ["platform"] = "tiktok", ["handle"] = "@acme", ["publisher"] = "relay", ["settings"] = new JsonObject { ["url"] = url } };
}
