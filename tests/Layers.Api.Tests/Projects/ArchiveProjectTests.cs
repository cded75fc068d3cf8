using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Projects;

public sealed class ArchiveProjectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Archive_AnswersTheArchivedProject()
    {
        var project = await api.Given.Project();
        var createdAt = api.Now;
        api.Clock.Advance(Duration.FromHours(1));

        var answer = await Archive(project);

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{project}}", "name": "Acme Coffee", "customerExternalId": null, "timezone": "UTC", "metadata": {}, "status": "archived",
              "createdAt": "{{createdAt}}", "updatedAt": "{{api.Now}}", "archivedAt": "{{api.Now}}"
            }
            """);
    }

    [Fact]
    public async Task Archive_Again_ChangesNothing()
    {
        var project = await api.Given.Project();
        var first = await Archive(project);
        api.Clock.Advance(Duration.FromHours(1));

        var second = await Archive(project);

        second.ShouldBeJson(HttpStatusCode.OK, first.Body);
        (await api.Given.AuditOf(first)).Should().ContainSingle(row => row.Type == "project.archived" && row.ApiKey == api.Given.Key.Key.Id.Value);
        (await api.Given.AuditOf(second)).Should().BeEmpty();
    }

    [Fact]
    public async Task Archive_CancelsQueuedPosts()
    {
        var project = await api.Given.Project();
        var post = await api.Given.Scheduled(project);

        await Archive(project);

        (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("status").Should().Be("canceled");
    }

    [Fact]
    public async Task Archive_RefusesEveryWrite_AndLeavesEverythingAsItWas()
    {
        var project = await api.Given.GatedProject();
        var pending = await api.Given.Pending(project);
        var (upload, address) = await api.Given.StartedUpload(project, Given.Picture());
        var account = await api.Given.Account(project);
        await api.Given.Policy(project, new { requiresApproval = false });
        var post = await api.Given.Scheduled(project);
        var targets = new[] { new { socialAccountId = account, mode = "publish" } };
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 9 } };
        await Archive(project);
        var (page, audit) = (await Read($"/v1/projects/{project}/content"), await api.Given.Audit());

        Answer[] refused =
        [
            await api.Client.PatchJson($"/v1/projects/{project}", new { name = "Too late" }),
            await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = false }),
            await api.Client.PostJson($"/v1/projects/{project}/content/uploads", new { files }),
            await api.Client.PutBytes(address, Given.Picture(), "image/jpeg"),
            await api.Client.PostJson($"/v1/content/{upload}/finalize-upload", new { caption = "Too late." }),
            await api.Client.PatchJson($"/v1/content/{pending}", new { caption = "Too late." }),
            await api.Client.PostJson($"/v1/content/{pending}/approve"),
            await api.Client.PostJson($"/v1/content/{pending}/reject", new { reason = "Too late." }),
            await api.Client.PostJson($"/v1/content/{pending}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets }),
            await api.Client.PostJson($"/v1/content/{pending}/publish", new { targets }),
            await api.Client.DeleteJson($"/v1/content/{pending}/pending-schedule"),
            await api.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@late" }),
            await api.Client.DeleteJson($"/v1/projects/{project}/social-accounts/{account}"),
            await api.Client.PostJson($"/v1/projects/{project}/social-accounts/{account}/reconnect"),
            await api.Client.PostJson($"/v1/content/{pending}/hold"),
            await api.Client.PostJson($"/v1/content/{pending}/release"),
            await api.Client.PostJson($"/v1/scheduled-posts/{post}/reschedule", new { scheduledFor = "2031-01-01T07:00:00Z" }),
            await api.Client.DeleteJson($"/v1/scheduled-posts/{post}"),
        ];

        refused.Should().AllSatisfy(answer => answer.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Project is archived.", "details": { "status": "archived" } }
            """));
        (await Read($"/v1/projects/{project}/content")).Should().Be(page);
        (await api.Given.Audit()).Should().HaveSameCount(audit);
    }

    [Fact]
    public async Task Archive_LeavesEverythingReadable()
    {
        var project = await api.Given.Project();
        var id = await api.Given.Uploaded(project);
        await Archive(project);

        string[] paths =
        [
            $"/v1/projects/{project}", $"/v1/projects/{project}/approval-policy", $"/v1/projects/{project}/content",
            $"/v1/content/{id}", $"/v1/content/{id}/gate", $"/v1/projects/{project}/scheduled-posts", $"/v1/projects/{project}/social-accounts",
        ];
        foreach (var path in paths)
            (await api.Client.GetJson(path)).Status.Should().Be(HttpStatusCode.OK, path);
    }

    [Fact]
    public async Task Archive_OfUnknownProject_Returns404() => (await Archive($"prj_{Guid.NewGuid()}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    private Task<Answer> Archive(string project) => api.Client.DeleteJson($"/v1/projects/{project}");

    private async Task<string> Read(string path) => (await api.Client.GetJson(path)).Body;
}
