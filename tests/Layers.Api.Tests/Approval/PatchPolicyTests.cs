using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Approval;

public sealed class PatchPolicyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task PatchPolicy_WithEveryField_AnswersTheSeedsExampleInGetsShape()
    {
        var project = await api.Given.Project();
        api.Clock.Advance(Duration.FromMinutes(10));

        var answer = await Patch(project, new { requiresApproval = true, firstNPostsBlocked = 5, autoApproveAfter = "PT24H" });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "projectId": "{{project}}", "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H", "updatedAt": "{{api.Now}}" }
            """);
        (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("""{ "requiresApproval": false }""", false, 5, "PT24H")]
    [InlineData("""{ "firstNPostsBlocked": 7 }""", true, 7, "PT24H")]
    [InlineData("""{ "firstNPostsBlocked": 0 }""", true, 0, "PT24H")]
    [InlineData("""{ "firstNPostsBlocked": 50 }""", true, 50, "PT24H")]
    [InlineData("""{ "firstNPostsBlocked": null }""", true, 0, "PT24H")]
    [InlineData("""{ "autoApproveAfter": "P7D" }""", true, 5, "P7D")]
    [InlineData("""{ "autoApproveAfter": null }""", true, 5, null)]
    [InlineData("""{ "firstNPostsBlocked": null, "autoApproveAfter": null }""", true, 0, null)]
    [InlineData("""{ "requiresApproval": false, "somethingElse": 1, "RequiresApproval": true }""", false, 5, "PT24H")]
    public async Task PatchPolicy_KeepsWhatIsAbsent_UnsetsNull_SetsAValue(string body, bool requires, int firstN, string? window)
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");

        var answer = await Patch(project, body);

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        ((bool?)answer.Json["requiresApproval"], (int?)answer.Json["firstNPostsBlocked"], (string?)answer.Json["autoApproveAfter"])
            .Should().Be((requires, firstN, window));
        (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("PT24H")]
    [InlineData("P7D")]
    [InlineData("PT30M")]
    [InlineData("P1W")]
    [InlineData("P1DT12H")]
    [InlineData("PT90M")]
    [InlineData("PT1S")]
    [InlineData("P1D")]
    [InlineData("PT0H1M")]
    [InlineData("P1W2DT3H4M5S")]
    [InlineData("P365D")]
    [InlineData("PT8760H")]
    public async Task PatchPolicy_WithDuration_AnswersItAsItWasWritten(string duration)
    {
        var project = await api.Given.Project();

        (await Patch(project, new { autoApproveAfter = duration })).Text("autoApproveAfter").Should().Be(duration);
        (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Text("autoApproveAfter").Should().Be(duration);
    }

    [Fact]
    public async Task PatchPolicy_WithSameDurationInOtherWords_IsAChange()
    {
        var project = await api.Given.GatedProject(window: "PT24H");

        (await Patch(project, new { autoApproveAfter = "P1D" })).Text("autoApproveAfter").Should().Be("P1D");
    }

    [Theory]
    [InlineData("""{ "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H" }""")]
    [InlineData("""{ "requiresApproval": true }""")]
    [InlineData("""{ "autoApproveAfter": "PT24H" }""")]
    public async Task PatchPolicy_ThatChangesNothing_LeavesUpdatedAtAndWritesNoAudit(string body)
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        var before = await api.Client.GetJson($"/v1/projects/{project}/approval-policy");
        api.Clock.Advance(Duration.FromHours(1));

        var answer = await Patch(project, body);

        answer.ShouldBeJson(HttpStatusCode.OK, before.Body);
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Fact]
    public async Task PatchPolicy_WritesOneAuditRowWithBeforeAndAfter()
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        var before = (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body;
        api.Clock.Advance(Duration.FromHours(1));

        var answer = await Patch(project, new { requiresApproval = false, autoApproveAfter = (string?)null });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ActorType).Should().Be(("approval_policy.updated", api.Given.Actor, "person"));
        (row.ApiKey, row.Project).Should().Be((api.Given.Key.Key.Id.Value, Guid.Parse(project[4..])));
        row.ShouldHaveData($$"""{ "before": {{before}}, "after": {{answer.Body}} }""");
    }

    [Fact]
    public async Task PatchPolicy_OffWhileContainersWait_LeavesThemPending()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);

        await Patch(project, new { requiresApproval = false });

        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
        (await api.Client.PostJson($"/v1/content/{id}/approve")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PatchPolicy_OnAfterContainersWereMade_LeavesThemUngated()
    {
        var project = await api.Given.Project();
        var id = await api.Given.Uploaded(project);

        await Patch(project, new { requiresApproval = true });

        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("not_required");
    }

    [Fact]
    public async Task PatchPolicy_OfUnknownProject_Returns404() =>
        (await Patch($"prj_{Guid.NewGuid()}", new { requiresApproval = true }))
            .ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Project not found." }""");

    [Fact]
    public async Task PatchPolicy_WithoutContentApprove_Returns403AndChangesNothing()
    {
        var project = await api.Given.Project();
        using var writer = await api.Given.ClientWith("content:read", "content:write", "projects:write");

        var answer = await writer.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = true });

        ((string?)answer.ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE")["details"]!["requiredScope"]).Should().Be("content:approve");
        ((bool?)(await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Json["requiresApproval"]).Should().BeFalse();
    }

    private Task<Answer> Patch(string project, object body) => api.Client.PatchJson($"/v1/projects/{project}/approval-policy", body);
}
