using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

public sealed class RejectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Reject_WhenPending_AnswersTheRejectionAndNothingElse()
    {
        var id = await api.Given.Pending();

        var answer = await Reject(id, new { reason = "This is last year's logo." });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{id}}", "approvalStatus": "rejected", "rejectedAt": "{{api.Now}}", "rejectedBy": "{{api.Given.Actor}}",
              "reason": "This is last year's logo."
            }
            """);
    }

    [Fact]
    public async Task Reject_IsKeptOnTheContainer()
    {
        var id = await api.Given.Pending();
        await Reject(id, new { reason = "No.\r\n🧡" });

        var container = await api.Given.Container(id);

        ((string?)container["approvalStatus"], (string?)container["rejectionReason"]).Should().Be(("rejected", "No.\r\n🧡"));
        ((string?)container["rejectedAt"], (string?)container["rejectedBy"]).Should().Be((api.Now, api.Given.Actor));
        ((string?)container["decisionSource"]).Should().Be("person");
        ((string?)container["rejectedByName"]).Should().Be(api.Given.Key.Key.Name);
        foreach (var key in new[] { "approvedAt", "approvedBy", "approvedByName", "approvalNote" })
            container[key].Should().BeNull();
    }

    [Theory]
    [InlineData(null, "reason is required.")]
    [InlineData("{}", "reason is required.")]
    [InlineData("""{ "note": "Bad." }""", "reason is required.")]
    [InlineData("""{ "reason": null }""", "reason must be a string, not null.")]
    [InlineData("""{ "reason": "" }""", "reason must not be empty.")]
    [InlineData("""{ "reason": 7 }""", "reason must be a string.")]
    [InlineData("""{ "reason": "\u0000" }""", "reason must not contain U+0000 or unpaired surrogates.")]
    [InlineData("""{ "reason": "\ud83d" }""", "reason must not contain U+0000 or unpaired surrogates.")]
    public async Task Reject_WithoutReason_Returns422AndChangesNothing(string? body, string message)
    {
        var id = await api.Given.Pending();

        var answer = await Reject(id, body);

        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "reason", "message": "{{message}}" }] } }
            """);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task Reject_WithReasonOf1024CodePoints_IsDone_AndOf1025_Returns422()
    {
        var id = await api.Given.Pending();

        (await Reject(id, new { reason = string.Concat(Enumerable.Repeat("🧡", 1025)) })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "reason");
        (await Reject(id, new { reason = string.Concat(Enumerable.Repeat("🧡", 1024)) })).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reject_IsOneWay()
    {
        var id = await api.Given.Pending();
        await Reject(id, new { reason = "No." });

        (await api.Client.PostJson($"/v1/content/{id}/approve")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        await api.Client.PatchJson($"/v1/content/{id}", new { caption = "Better now?" });
        (await api.Client.PostJson($"/v1/content/{id}/approve")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("rejected");
    }

    [Fact]
    public async Task Reject_DropsTheScheduleThatWaited_AndTheAuditRowKeepsIt()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };
        var schedule = await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });

        var answer = await Reject(id, new { reason = "No." });

        (await api.Given.Container(id))["pendingSchedule"].Should().BeNull();
        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        row.Data["droppedSchedule"]!.ToJsonString().Should().Contain((string)schedule.Json["scheduledPostIds"]![0]!);
    }

    [Fact]
    public async Task Reject_WritesOneAuditRow()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);

        var answer = await Reject(id, new { reason = "Old logo." });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ActorType).Should().Be(("content.rejected", api.Given.Actor, "person"));
        (row.ApiKey, row.Project).Should().Be((api.Given.Key.Key.Id.Value, Guid.Parse(project[4..])));
        row.ShouldHaveData($$"""{ "containerId": "{{id}}", "reason": "Old logo.", "revision": 3, "droppedSchedule": null, "rejectedByName": "{{api.Given.Key.Key.Name}}" }""");
    }

    private Task<Answer> Reject(string id, object? body) => api.Client.PostJson($"/v1/content/{id}/reject", body);
}
