using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Approval;

public sealed class GetPolicyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task GetPolicy_WithWarmUpAndWindow_AnswersTheSeedsExample()
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        var setAt = api.Now;
        api.Clock.Advance(Duration.FromDays(1));

        (await Get(project)).ShouldBeJson(HttpStatusCode.OK, $$"""
            { "projectId": "{{project}}", "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H", "updatedAt": "{{setAt}}" }
            """);
    }

    [Fact]
    public async Task GetPolicy_WhenNeverSet_AnswersAnOpenGateAndTheProjectsCreatedAt()
    {
        api.Clock.Advance(Duration.FromMilliseconds(1_250));
        var project = await api.Given.Project();
        var createdAt = api.Now;
        api.Clock.Advance(Duration.FromHours(1));

        (await Get(project)).ShouldBeJson(HttpStatusCode.OK, $$"""
            { "projectId": "{{project}}", "requiresApproval": false, "firstNPostsBlocked": 0, "autoApproveAfter": null, "updatedAt": "{{createdAt}}" }
            """);
    }

    [Fact]
    public async Task GetPolicy_OfAnotherProject_IsAnotherPolicy()
    {
        await api.Given.GatedProject(firstN: 5, window: "PT24H");

        (await Get(await api.Given.Project())).Json["requiresApproval"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task GetPolicy_WithoutKey_Returns401()
    {
        using var nobody = api.Server.Client();

        (await nobody.GetJson($"/v1/projects/{await api.Given.Project()}/approval-policy")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task GetPolicy_WithoutContentRead_Returns403()
    {
        using var writer = await api.Given.ClientWith("content:write", "content:approve", "projects:read");

        var answer = await writer.GetJson($"/v1/projects/{await api.Given.Project()}/approval-policy");

        ((string?)answer.ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE")["details"]!["requiredScope"]).Should().Be("content:read");
    }

    [Fact]
    public async Task GetPolicy_OfUnknownProject_Returns404() =>
        (await Get($"prj_{Guid.NewGuid()}")).ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Project not found." }""");

    [Fact]
    public async Task GetPolicy_OfArchivedProject_StaysReadable()
    {
        var project = await api.Given.GatedProject(firstN: 2);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        ((int?)(await Get(project)).Json["firstNPostsBlocked"]).Should().Be(2);
    }

    private Task<Answer> Get(string project) => api.Client.GetJson($"/v1/projects/{project}/approval-policy");
}
