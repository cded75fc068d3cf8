using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

/// <summary>The reason why the gate exists, from one end to the other.</summary>
public sealed class StoryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Schedule_WhilePending_IsHeldBackUntilTheApprovalAndThenPublishedWithTheSameIds()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Uploaded(project, "The roast that started it all — now in stores.");
        var account = await api.Given.Account(project);

        var schedule = await api.Client.PostJson($"/v1/content/{id}/schedule", new
        {
            scheduledFor = "2026-04-18T10:00:00Z",
            targets = new object[] { new { socialAccountId = account, mode = "publish" }, new { socialAccountId = account, mode = "managed" } },
        });
        schedule.Status.Should().Be(HttpStatusCode.Accepted, schedule.Body);
        schedule.Text("gateStatus").Should().Be("blocked_on_approval");
        ((string?)schedule.Json["gate"]!["code"]).Should().Be("APPROVAL_REQUIRED");
        var ids = schedule.Json["scheduledPostIds"]!.AsArray().Select(node => (string)node!).ToList();
        ids.Should().HaveCount(2).And.OnlyContain(post => post.StartsWith("sp_", StringComparison.Ordinal));
        foreach (var post in ids)
            (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("status").Should().Be("held");

        var approval = await api.Client.PostJson($"/v1/content/{id}/approve");
        approval.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{id}}", "approvalStatus": "approved", "approvedAt": "2026-04-18T09:40:12Z", "approvedBy": "{{api.Given.Actor}}",
              "pendingSchedulePromotion": { "status": "ok", "scheduledPostIds": ["{{ids[0]}}", "{{ids[1]}}"] } }
            """);
        foreach (var post in ids)
            (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("status").Should().Be("queued");

        (await api.Server.DispatchDuePosts()).Should().Be(0, "its hour has not come");
        api.Clock.Advance(Duration.FromMinutes(20));
        (await api.Server.DispatchDuePosts()).Should().Be(2);

        foreach (var post in ids)
        {
            var published = await api.Client.GetJson($"/v1/scheduled-posts/{post}");
            published.Text("status").Should().Be("published");
            published.Text("caption").Should().Be("The roast that started it all — now in stores.");
            published.Text("externalId").Should().NotBeEmpty();
        }
    }
}
