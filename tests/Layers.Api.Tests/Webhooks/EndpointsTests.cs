using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Making, reading, changing and removing endpoints.</summary>
public sealed class EndpointsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Url = "https://hooks.acme.example/layers";

    [Fact]
    public async Task Create_AnswersTheEndpointAndItsSecret_AndOnlyOnce()
    {
        var project = await api.Given.Project();
        var body = new { url = Url, events = new[] { "post.failed", "content.approved", "post.failed" }, description = "Ours.", projectId = project };

        var answer = await api.Client.PostJson("/v1/webhook-endpoints", body);

        var id = (string)answer.Json["endpoint"]!["id"]!;
        var endpoint = $$"""
            { "id": "{{id}}", "url": "{{Url}}", "events": ["post.failed", "content.approved"], "description": "Ours.", "projectId": "{{project}}",
              "status": "active", "statusReason": null, "consecutiveFailures": 0, "failingSince": null, "createdAt": "{{api.Now}}", "updatedAt": "{{api.Now}}",
              "secretRotatedAt": null, "previousSecretValidUntil": null }
            """;
        id.Should().StartWith("whk_");
        answer.Header("Location").Should().Be($"/v1/webhook-endpoints/{id}");
        answer.Json["endpoint"]!.ShouldBeJson(endpoint);
        answer.Text("signingSecret").Should().StartWith("whsec_");
        answer.Json.AsObject().Should().HaveCount(2);
        (await api.Client.GetJson($"/v1/webhook-endpoints/{id}")).ShouldBeJson(HttpStatusCode.OK, endpoint);
        var audit = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (audit.Type, (string?)audit.Data["after"]!["url"]).Should().Be(("webhook_endpoint.created", Url));
    }

    [Theory]
    [InlineData("""{ "events": ["*"] }""", "url")]
    [InlineData("""{ "url": "https://a.example/" }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": [] }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": ["*", "content.approved"] }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": ["content.exploded"] }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": ["webhook.test"] }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": [null] }""", "events")]
    [InlineData("""{ "url": "https://a.example/", "events": ["*"], "projectId": "cnt_019d9ff6-4c60-7d09-bd29-871e23dc3d12" }""", "projectId")]
    [InlineData("""{ "url": "https://a.example/", "events": ["*"], "projectId": "prj_019d9ff6-4c60-7d09-bd29-871e23dc3d12" }""", "projectId")]
    public async Task Create_WithABadField_Returns422(string body, string path) =>
        (await api.Client.PostJson("/v1/webhook-endpoints", body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);

    [Fact]
    public async Task Create_ForAProjectOfAnotherOrganization_Returns422()
    {
        var project = await (await Given.Organization(api.Server)).Project();

        (await api.Client.PostJson("/v1/webhook-endpoints", new { url = Url, events = new[] { "*" }, projectId = project }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "projectId");
    }

    [Fact]
    public async Task Create_OfMoreThanFifty_Returns409_HoweverManyAskAtOnce()
    {
        var given = await Given.Organization(api.Server);
        for (var i = 0; i < 45; i++)
            await given.Webhook();

        var answers = await Crowd.Of(10, _ => given.Client.PostJson("/v1/webhook-endpoints", new { url = Url, events = new[] { "*" } }));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).Should().Be(5);
        answers.Where(answer => answer.Status != HttpStatusCode.Created).Should().OnlyContain(answer => answer.ErrorCode == "CONFLICT");
    }

    [Fact]
    public async Task List_IsNewestFirst_PageByPage()
    {
        var given = await Given.Organization(api.Server);
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Insert(0, (await given.Webhook()).Id);
            api.Clock.Advance(Duration.FromMilliseconds(1));
        }

        var first = await given.Client.GetJson("/v1/webhook-endpoints?limit=2");
        var second = await given.Client.GetJson($"/v1/webhook-endpoints?limit=2&cursor={first.Text("nextCursor")}");

        IdsIn(first).Concat(IdsIn(second)).Should().Equal(made);
        second.Json["nextCursor"].Should().BeNull();
    }

    [Fact]
    public async Task Patch_ChangesWhatIsGiven_AndKeepsTheRest()
    {
        var (id, _) = await api.Given.Webhook(Url);
        api.Clock.Advance(Duration.FromMinutes(1));

        var answer = await api.Client.PatchJson($"/v1/webhook-endpoints/{id}", new { description = "Ours.", events = new[] { "post.failed" } });
        var same = await api.Client.PatchJson($"/v1/webhook-endpoints/{id}", new { description = "Ours.", status = "active" });
        var unset = await api.Client.PatchJson($"/v1/webhook-endpoints/{id}", """{ "description": null }""");

        (answer.Text("url"), answer.Text("description"), answer.Text("updatedAt")).Should().Be((Url, "Ours.", api.Now));
        answer.Json["events"]!.AsArray().Select(type => (string?)type).Should().Equal("post.failed");
        (await api.Given.AuditOf(answer)).Single().Type.Should().Be("webhook_endpoint.updated");
        same.Body.Should().Be(answer.Body);
        (await api.Given.AuditOf(same)).Should().BeEmpty();
        unset.Json["description"].Should().BeNull();
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{ "status": "paused" }""", "status")]
    [InlineData("""{ "url": null }""", "url")]
    [InlineData("""{ "events": [] }""", "events")]
    public async Task Patch_WithABadField_Returns422(string body, string path)
    {
        var (id, _) = await api.Given.Webhook();

        (await api.Client.PatchJson($"/v1/webhook-endpoints/{id}", body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);
    }

    [Fact]
    public async Task Delete_RemovesTheEndpointWithItsDeliveries_AndTheAuditLogKeepsWhatItWas()
    {
        var (id, eventId) = await api.Given.WebhookTest();

        var answer = await api.Client.DeleteJson($"/v1/webhook-endpoints/{id}");

        (answer.Status, answer.Text("id")).Should().Be((HttpStatusCode.OK, id));
        foreach (var path in new[] { "", "/deliveries" })
            (await api.Client.GetJson($"/v1/webhook-endpoints/{id}{path}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await api.Client.PostJson($"/v1/webhook-endpoints/{id}/deliveries/{eventId}/replay")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await api.Client.DeleteJson($"/v1/webhook-endpoints/{id}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        var audit = (await api.Given.AuditOf(answer)).Single();
        (audit.Type, (string?)audit.Data["before"]!["id"]).Should().Be(("webhook_endpoint.deleted", id));
    }

    [Fact]
    public async Task Deliveries_AreListedPageByPage_AndByStatusAndType()
    {
        var given = await Given.Organization(api.Server);
        var (id, first) = await given.WebhookTest();
        api.Clock.Advance(Duration.FromMilliseconds(1));
        var second = (await given.Client.PostJson($"/v1/webhook-endpoints/{id}/test")).Text("eventId");
        var path = $"/v1/webhook-endpoints/{id}/deliveries";

        var newest = await given.Client.GetJson($"{path}?limit=1&status=pending&eventType=webhook.test");
        var next = await given.Client.GetJson($"{path}?limit=1&cursor={newest.Text("nextCursor")}");

        (newest.Json["items"]![0]!.TextOf("eventId"), next.Json["items"]![0]!.TextOf("eventId"), next.Json["nextCursor"]).Should().Be((second, first, null));
        foreach (var filter in new[] { "type=webhook.test", "type=webhook.test&eventType=post.failed" })
            (await given.Client.GetJson($"{path}?{filter}")).Json["items"]!.AsArray().Should().HaveCount(2, filter);
        foreach (var filter in new[] { "status=delivered&status=failed", "eventType=post.failed", "type=post.failed" })
            (await given.Client.GetJson($"{path}?{filter}")).ShouldBeJson(HttpStatusCode.OK, """{ "items": [], "nextCursor": null }""");
        (await given.Client.GetJson($"{path}?status=lost&eventType=lost&limit=201&cursor=lost"))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "status", "eventType", "limit", "cursor");
        (await given.Client.GetJson($"{path}?type=lost")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "eventType");
    }

    private static IEnumerable<string> IdsIn(Answer page) => page.Json["items"]!.AsArray().Select(item => (string)item!["id"]!);
}
