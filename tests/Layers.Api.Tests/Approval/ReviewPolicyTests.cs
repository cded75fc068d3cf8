using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Approval;

/// <summary>One policy, two names.</summary>
public sealed class ReviewPolicyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetReviewPolicy_WhenNeverSet_ShowsAnOpenGateWithoutAStamp()
    {
        var project = await api.Given.Project();
        api.Clock.Advance(Duration.FromHours(1));

        (await Get(project)).ShouldBeJson(HttpStatusCode.OK, """{ "policy": "auto_approve", "pendingCount": 0 }""");
    }

    [Theory]
    [InlineData(false, 0, """{ "policy": "auto_approve" }""")]
    [InlineData(false, 5, """{ "policy": "auto_approve" }""")]
    [InlineData(true, 0, """{ "policy": "review_all" }""")]
    [InlineData(true, 1, """{ "policy": "review_first_n", "firstN": 1 }""")]
    [InlineData(true, 50, """{ "policy": "review_first_n", "firstN": 50 }""")]
    public async Task GetReviewPolicy_ShowsWhatTheOtherNameSet(bool requires, int firstN, string expected)
    {
        var project = await api.Given.Project();
        api.Clock.Advance(Duration.FromMinutes(1));
        await api.Given.Policy(project, new { requiresApproval = requires, firstNPostsBlocked = firstN, autoApproveAfter = "PT24H" });

        (await Get(project)).ShouldBeJson(HttpStatusCode.OK, With(expected, pending: 0, updatedAt: api.Now));
    }

    [Theory]
    [InlineData("""{ "policy": "auto_approve" }""", false, 7)]
    [InlineData("""{ "policy": "auto_approve", "firstN": null }""", false, 7)]
    [InlineData("""{ "policy": "review_all" }""", true, 0)]
    [InlineData("""{ "policy": "review_first_n", "firstN": 1 }""", true, 1)]
    [InlineData("""{ "policy": "review_first_n", "firstN": 50 }""", true, 50)]
    public async Task PatchReviewPolicy_SetsWhatTheOtherNameShows_AndLeavesTheWindow(string body, bool requires, int firstN)
    {
        var project = await api.Given.GatedProject(firstN: 7, window: "PT24H");
        api.Clock.Advance(Duration.FromMinutes(1));

        var patched = await Patch(project, body);

        patched.ShouldBeJson(HttpStatusCode.OK, With(WithoutNulls(body), pending: 0, updatedAt: api.Now));
        (await Get(project)).Body.Should().Be(patched.Body);
        (await OtherName(project)).ShouldBeJson(HttpStatusCode.OK, $$"""
            { "projectId": "{{project}}", "requiresApproval": {{(requires ? "true" : "false")}}, "firstNPostsBlocked": {{firstN}},
              "autoApproveAfter": "PT24H", "updatedAt": "{{api.Now}}" }
            """);
    }

    [Fact]
    public async Task PatchReviewPolicy_CountsWhatWaits_AndLetsItWait()
    {
        var project = await api.Given.GatedProject();
        var (pending, approved) = (await api.Given.Pending(project), await api.Given.Pending(project));
        await api.Client.PostJson($"/v1/content/{approved}/approve");

        ((int)(await Patch(project, """{ "policy": "auto_approve" }""")).Json["pendingCount"]!).Should().Be(1);

        ((string?)(await api.Given.Container(pending))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task PatchReviewPolicy_LeavesAnAuditRowOfItsOwnNameAndTheSameEvent()
    {
        var (project, twin) = (await api.Given.Project(), await api.Given.Project());

        var byThisName = await Patch(project, """{ "policy": "review_first_n", "firstN": 3 }""");
        var byTheOther = await api.Client.PatchJson($"/v1/projects/{twin}/approval-policy", new { requiresApproval = true, firstNPostsBlocked = 3 });

        var row = (await api.Given.AuditOf(byThisName)).Should().ContainSingle().Subject;
        var twinRow = (await api.Given.AuditOf(byTheOther)).Should().ContainSingle().Subject;
        (row.Type, row.Project).Should().Be(("content_review_policy.updated", project.Uuid()));
        twinRow.Type.Should().Be("approval_policy.updated");
        row.Data.ToJsonString().Replace(project, twin).Should().Be(twinRow.Data.ToJsonString());
        (await EventOf(project)).Replace(project, twin).Should().Be(await EventOf(twin));
    }

    [Theory]
    [InlineData(false, 5, """{ "policy": "auto_approve" }""")]
    [InlineData(true, 0, """{ "policy": "review_all" }""")]
    [InlineData(true, 5, """{ "policy": "review_first_n", "firstN": 5 }""")]
    public async Task PatchReviewPolicy_ThatChangesNothing_LeavesTheStampAndNoTrace(bool requires, int firstN, string body)
    {
        var project = await api.Given.Project();
        await api.Given.Policy(project, new { requiresApproval = requires, firstNPostsBlocked = firstN });
        var before = (await Get(project)).Body;
        api.Clock.Advance(Duration.FromHours(1));

        var patched = await Patch(project, body);

        (patched.Status, patched.Body).Should().Be((HttpStatusCode.OK, before));
        (await api.Given.AuditOf(patched)).Should().BeEmpty();
    }

    [Fact]
    public async Task PatchReviewPolicy_ToWhatANewProjectHas_LeavesItUnset()
    {
        var project = await api.Given.Project();
        api.Clock.Advance(Duration.FromHours(1));

        (await Patch(project, """{ "policy": "auto_approve" }""")).ShouldBeJson(HttpStatusCode.OK, """{ "policy": "auto_approve", "pendingCount": 0 }""");
    }

    [Theory]
    [InlineData("""{ "policy": "review_first_n" }""", "firstN")]
    [InlineData("""{ "policy": "review_first_n", "firstN": null }""", "firstN")]
    [InlineData("""{ "policy": "review_first_n", "firstN": 0 }""", "firstN")]
    [InlineData("""{ "policy": "review_first_n", "firstN": 51 }""", "firstN")]
    [InlineData("""{ "policy": "review_first_n", "firstN": -1 }""", "firstN")]
    [InlineData("""{ "policy": "review_all", "firstN": 5 }""", "firstN")]
    [InlineData("""{ "policy": "auto_approve", "firstN": 5 }""", "firstN")]
    [InlineData("""{ "policy": "auto_approve", "firstN": "5" }""", "firstN")]
    [InlineData("""{ "policy": "REVIEW_ALL" }""", "policy")]
    [InlineData("""{ "firstN": 5 }""", "policy")]
    [InlineData("{}", "policy")]
    public async Task PatchReviewPolicy_WithAFault_Returns422AndChangesNothing(string body, string path)
    {
        var project = await api.Given.GatedProject(firstN: 7, window: "PT24H");
        var before = (await Get(project)).Body;

        (await Patch(project, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);

        (await Get(project)).Body.Should().Be(before);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("yes")]
    [InlineData("true&dryRun=true")]
    public async Task PatchReviewPolicy_AsADryRun_Returns422AndChangesNothing(string flag)
    {
        var project = await api.Given.GatedProject(firstN: 7);
        var before = (await Get(project)).Body;

        var answer = await api.Client.PatchJson($"/v1/projects/{project}/content-review-policy?dryRun={flag}", new { policy = "auto_approve" });

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "dryRun");
        (await Get(project)).Body.Should().Be(before);
    }

    [Fact]
    public async Task PatchReviewPolicy_OfAnArchivedProject_Returns409_ButItStaysReadable()
    {
        var project = await api.Given.GatedProject(firstN: 2);
        await api.Given.Pending(project);
        ((int)(await Get(project)).Json["pendingCount"]!).Should().Be(1);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        (await Patch(project, """{ "policy": "review_all" }""")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        var policy = (await Get(project)).Json;
        ((int)policy["firstN"]!, (int)policy["pendingCount"]!).Should().Be((2, 0), "nobody can decide what waits in an archived project");
    }

    [Fact]
    public async Task PendingCount_LeavesOutWhatNobodyCanDecide()
    {
        var project = await api.Given.GatedProject();
        await api.Given.Pending(project);
        await api.Given.Queued(project);
        await api.Given.Processing(project);
        await api.Given.Failed(project);
        await api.Given.Canceled(project);

        ((int)(await Get(project)).Json["pendingCount"]!).Should().Be(3);
        ((int)(await Patch(project, """{ "policy": "review_first_n", "firstN": 2 }""")).Json["pendingCount"]!).Should().Be(3);
        var preview = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun=true", new { requiresApproval = true });
        ((int)preview.Json["effects"]!["pending"]!).Should().Be(3);
    }

    private Task<Answer> Get(string project) => api.Client.GetJson($"/v1/projects/{project}/content-review-policy");

    private Task<Answer> Patch(string project, string body) => api.Client.PatchJson($"/v1/projects/{project}/content-review-policy", body);

    private Task<Answer> OtherName(string project) => api.Client.GetJson($"/v1/projects/{project}/approval-policy");

    private async Task<string> EventOf(string project) =>
        (await api.Server.Database.Value<string>(
            "select data::text from events where project_id = $1 and event_type = 'approval_policy.updated'", project.Uuid()))!;

    private static string With(string json, int pending, string updatedAt)
    {
        var expected = JsonNode.Parse(json)!;
        (expected["pendingCount"], expected["updatedAt"]) = (pending, updatedAt);
        return expected.ToJsonString();
    }

    private static string WithoutNulls(string json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
            fields.Remove(name);
        return fields.ToJsonString();
    }
}
