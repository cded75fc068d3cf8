using System.Net;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class ApproveTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Approve_WhenPending_AnswersTheApprovalAndNothingElse()
    {
        var id = await api.Given.Pending();
        api.Clock.Advance(Duration.FromMilliseconds(1_500));

        var answer = await Approve(id, new { note = "Looks good. Shipping tomorrow 7am." });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{id}}", "approvalStatus": "approved", "approvedAt": "{{api.Now}}", "approvedBy": "{{api.Given.Actor}}" }
            """);
    }

    [Fact]
    public async Task Approve_WithScheduleWaiting_AnswersItsPromotionToo()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };
        var schedule = await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });
        schedule.Status.Should().Be(HttpStatusCode.Accepted);

        var answer = await Approve(id);

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{id}}", "approvalStatus": "approved", "approvedAt": "{{api.Now}}", "approvedBy": "{{api.Given.Actor}}",
              "pendingSchedulePromotion": { "status": "ok", "scheduledPostIds": {{schedule.Json["scheduledPostIds"]!.ToJsonString()}} }
            }
            """);
    }

    [Fact]
    public async Task Approve_WhenTheTargetAccountIsGone_StandsAndSaysThatThePromotionFailed()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        var account = await api.Given.Account(project);
        var targets = new[] { new { socialAccountId = account, mode = "publish" } };
        await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });
        await api.Client.DeleteJson($"/v1/projects/{project}/social-accounts/{account}");

        var answer = await Approve(id);

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{id}}", "approvalStatus": "approved", "approvedAt": "{{api.Now}}", "approvedBy": "{{api.Given.Actor}}",
              "pendingSchedulePromotion": { "status": "failed", "reason": "SOCIAL_ACCOUNT_UNAVAILABLE" }
            }
            """);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("approved");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "note": null }""")]
    [InlineData("""{ "note": "" }""")]
    [InlineData("""{ "somethingElse": [1] }""")]
    public async Task Approve_WithoutNote_Approves(string? body) => (await Approve(await api.Given.Pending(), body)).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Approve_WithLongestNote_KeepsItOnTheContainer()
    {
        var id = await api.Given.Pending();
        var note = string.Concat(Enumerable.Repeat("🧡", 1024));

        (await Approve(id, new { note })).Status.Should().Be(HttpStatusCode.OK);

        ((string?)(await api.Given.Container(id))["approvalNote"]).Should().Be(note);
    }

    [Fact]
    public async Task Approve_WithNoteTooLong_Returns422AndChangesNothing()
    {
        var id = await api.Given.Pending();

        var answer = await Approve(id, new { note = new string('x', 1025) });

        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, """
            {
              "code": "VALIDATION", "message": "note must be at most 1,024 characters.",
              "details": { "issues": [{ "path": "note", "message": "note must be at most 1,024 characters." }] }
            }
            """);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task Approve_WritesOneAuditRow()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);

        var answer = await Approve(id, new { note = "Fine." });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ActorType).Should().Be(("content.approved", api.Given.Actor, "person"));
        (row.ApiKey, row.Project).Should().Be((api.Given.Key.Key.Id.Value, Guid.Parse(project[4..])));
        row.ShouldHaveData($$"""{ "containerId": "{{id}}", "note": "Fine.", "revision": 3, "promotion": null, "approvedByName": "{{api.Given.Key.Key.Name}}" }""");
    }

    [Theory]
    [InlineData(ActorType.Person, "person")]
    [InlineData(ActorType.Agent, "agent")]
    [InlineData(ActorType.Service, "service")]
    public async Task Approve_WritesWhoDecided(ActorType actorType, string source)
    {
        var id = await api.Given.Pending();
        var key = await api.Given.AnotherKey(["content:approve"], actorType);
        using var client = api.Server.Client(key.Text.Reveal());

        var answer = await client.PostJson($"/v1/content/{id}/approve");

        answer.Text("approvedBy").Should().Be($"api_key_{key.Key.Id.Value:D}");
        var container = await api.Given.Container(id);
        ((string?)container["decisionSource"], (string?)container["approvedBy"]).Should().Be((source, answer.Text("approvedBy")));
        ((string?)container["approvedByName"], (string?)container["rejectedByName"]).Should().Be((key.Key.Name, null));
        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.ActorType, row.ApiKey, (string?)row.Data["approvedByName"]).Should().Be((source, key.Key.Id.Value, key.Key.Name));
    }

    private Task<Answer> Approve(string id, object? body = null) => api.Client.PostJson($"/v1/content/{id}/approve", body);
}
