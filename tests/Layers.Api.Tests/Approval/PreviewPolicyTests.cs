using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Approval;

public sealed class PreviewPolicyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task DryRun_ShowsPolicyAndEffectsAndChangesNothing()
    {
        var project = await api.Given.GatedProject(firstN: 5);
        var before = (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body;
        var waiting = await api.Given.Pending(project);
        await api.Given.Queued(project);
        api.Clock.Advance(Duration.FromHours(2));
        await api.Given.Pending(project);

        var answer = await DryRun(project, new { autoApproveAfter = "PT2H", firstNPostsBlocked = 0 });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "policy": {
                "projectId": "{{project}}", "requiresApproval": true, "firstNPostsBlocked": 0, "autoApproveAfter": "PT2H", "updatedAt": "{{api.Now}}"
              },
              "effects": { "pending": 3, "dueAtOnce": 1, "nextContainer": "pending" }
            }
            """);
        (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Body.Should().Be(before);
        ((string?)(await api.Given.Container(waiting))["approvalStatus"]).Should().Be("pending");
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{ "requiresApproval": false }""", "not_required")]
    [InlineData("""{ "firstNPostsBlocked": 1 }""", "not_required")]
    [InlineData("""{ "firstNPostsBlocked": 2 }""", "pending")]
    [InlineData("""{ "firstNPostsBlocked": null }""", "pending")]
    public async Task DryRun_SaysHowTheNextContainerWouldBeBorn(string body, string status)
    {
        var project = await api.Given.GatedProject();
        await api.Client.PostJson($"/v1/content/{await api.Given.Pending(project)}/approve");

        var answer = await DryRun(project, body);

        ((string?)answer.Json["effects"]!["nextContainer"]).Should().Be(status);
        await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", body);
        ((string?)(await api.Given.Container(await api.Given.Queued(project)))["approvalStatus"]).Should().Be(status, "the preview tells the truth");
    }

    [Fact]
    public async Task DryRun_OfNoChange_ShowsTheStampThatStays()
    {
        var project = await api.Given.GatedProject(firstN: 5);
        var updatedAt = api.Now;
        api.Clock.Advance(Duration.FromHours(1));

        ((string?)(await DryRun(project, new { firstNPostsBlocked = 5 })).Json["policy"]!["updatedAt"]).Should().Be(updatedAt);
    }

    [Fact]
    public async Task DryRun_Off_IsTheChangeItself()
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun=false", new { requiresApproval = true });

        answer.Text("projectId").Should().Be(project);
        ((bool?)(await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Json["requiresApproval"]).Should().BeTrue();
    }

    [Fact]
    public async Task DryRun_WithBadField_Returns400() =>
        (await DryRun(await api.Given.Project(), new { firstNPostsBlocked = 51 })).ShouldHaveIssues(HttpStatusCode.BadRequest, "firstNPostsBlocked");

    [Fact]
    public async Task DryRun_OfUnknownProject_Returns404() =>
        (await DryRun($"prj_{Guid.NewGuid()}", new { requiresApproval = true })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    [Fact]
    public async Task DryRun_OfArchivedProject_MeetsTheRefusalOfTheChange()
    {
        var project = await api.Given.Project();
        await api.Client.DeleteJson($"/v1/projects/{project}");

        (await DryRun(project, new { requiresApproval = true })).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    private Task<Answer> DryRun(string project, object body) => api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun=true", body);
}
