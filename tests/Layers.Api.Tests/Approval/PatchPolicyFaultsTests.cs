using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Approval;

public sealed class PatchPolicyFaultsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string WhatAWindowIs = "autoApproveAfter must be ISO-8601 duration (e.g. PT24H, P7D).";
    private const string AtLeastOne = "At least one of requiresApproval, firstNPostsBlocked and autoApproveAfter is required.";

    [Fact]
    public async Task PatchPolicy_WithBadDuration_Returns400InTheSeedsWords()
    {
        var answer = await Patch(new { autoApproveAfter = "24 hours" });

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, $$"""
            {
              "code": "VALIDATION", "message": "{{WhatAWindowIs}}",
              "details": { "issues": [{ "path": "autoApproveAfter", "message": "{{WhatAWindowIs}}" }] }
            }
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("PT0S")]
    [InlineData("P0D")]
    [InlineData("-PT1H")]
    [InlineData("PT-1H")]
    [InlineData("+PT1H")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1Y2M")]
    [InlineData("PT1.5H")]
    [InlineData("PT0,5H")]
    [InlineData("P366D")]
    [InlineData("P365DT1S")]
    [InlineData("P999999999999D")]
    [InlineData("PT1M1H")]
    [InlineData("P1D1W")]
    [InlineData("pt24h")]
    [InlineData(" PT24H")]
    [InlineData("PT24H\n")]
    [InlineData("PT٣H")]
    [InlineData("24:00:00")]
    [InlineData("P7D ")]
    public async Task PatchPolicy_WithWhatIsNoDuration_Returns400(string duration)
    {
        var answer = await Patch(new { autoApproveAfter = duration });

        answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "autoApproveAfter");
        ((string?)answer.Json["error"]!["message"]).Should().Be(WhatAWindowIs);
    }

    [Theory]
    [InlineData("51")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("9223372036854775807")]
    public async Task PatchPolicy_WithFirstNOutOfRange_Returns400(string number)
    {
        var answer = await Patch($$"""{ "firstNPostsBlocked": {{number}} }""");

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, """
            {
              "code": "VALIDATION", "message": "firstNPostsBlocked must be a whole number from 0 to 50, or null.",
              "details": { "issues": [{ "path": "firstNPostsBlocked", "message": "firstNPostsBlocked must be a whole number from 0 to 50, or null." }] }
            }
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "mode": "strict", "projectId": "prj_1", "requires_approval": true }""")]
    public async Task PatchPolicy_WithoutAField_Returns400(string body)
    {
        var answer = await Patch(body);

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, $$"""
            { "code": "VALIDATION", "message": "{{AtLeastOne}}", "details": { "issues": [{ "path": "", "message": "{{AtLeastOne}}" }] } }
            """);
    }

    [Theory]
    [InlineData("""{ "requiresApproval": null }""", "requiresApproval")]
    [InlineData("""{ "requiresApproval": "true" }""", "requiresApproval")]
    [InlineData("""{ "requiresApproval": 1 }""", "requiresApproval")]
    [InlineData("""{ "firstNPostsBlocked": "5" }""", "firstNPostsBlocked")]
    [InlineData("""{ "firstNPostsBlocked": 2.5 }""", "firstNPostsBlocked")]
    [InlineData("""{ "firstNPostsBlocked": 1e99 }""", "firstNPostsBlocked")]
    [InlineData("""{ "firstNPostsBlocked": [5] }""", "firstNPostsBlocked")]
    [InlineData("""{ "autoApproveAfter": 86400 }""", "autoApproveAfter")]
    [InlineData("""{ "autoApproveAfter": {} }""", "autoApproveAfter")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("7", "")]
    public async Task PatchPolicy_WithWrongType_Returns400(string body, string path) =>
        (await Patch(body)).ShouldHaveIssues(HttpStatusCode.BadRequest, path);

    [Fact]
    public async Task PatchPolicy_WithEveryFieldWrong_ListsThemAllAndChangesNothing()
    {
        var project = await api.Given.GatedProject(firstN: 3, window: "PT1H");
        var before = (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body;

        var answer = await api.Client.PatchJson(
            $"/v1/projects/{project}/approval-policy", """{ "requiresApproval": null, "firstNPostsBlocked": 51, "autoApproveAfter": "P1M" }""");

        answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "requiresApproval", "firstNPostsBlocked", "autoApproveAfter");
        (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body.Should().Be(before);
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Fact]
    public async Task PatchPolicy_WithOneFieldWrong_KeepsTheGoodOnesOutToo()
    {
        var project = await api.Given.Project();

        await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = true, firstNPostsBlocked = 99 });

        ((bool?)(await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Json["requiresApproval"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("1")]
    [InlineData("True")]
    public async Task PatchPolicy_WithDryRunThatIsNoFlag_Returns400AndChangesNothing(string flag)
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun={flag}", new { requiresApproval = true });

        answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "dryRun");
        ((bool?)(await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Json["requiresApproval"]).Should().BeFalse();
    }

    private async Task<Answer> Patch(object body) => await api.Client.PatchJson($"/v1/projects/{await api.Given.Project()}/approval-policy", body);
}
