using System.Net;
using Layers.Application.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Workers;

/// <summary>What works for all organizations at once is not stopped, nor kept waiting, by one of them.</summary>
public sealed class TenantIsolationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Schedule_BeyondTenYears_IsRefused()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };

        (await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "9999-12-31T23:59:59Z", targets }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "scheduledFor");
    }

    [Fact]
    public async Task AutoApprove_WhereOneOrganizationsContainerCannotBeDecided_StillDecidesTheOthers()
    {
        var other = await Given.Organization(api.Server);
        var broken = await api.Given.GatedProject(window: "PT1H");
        await api.Given.Pending(broken);
        var due = await other.Pending(await other.GatedProject(window: "PT1H"));
        await api.Server.Database.Run($"update approval_policies set auto_approve_after = 'damaged' where project_id = '{broken[4..]}'");
        api.Clock.Advance(Duration.FromHours(1));

        await api.Server.Send(new AutoApproveDue());

        ((string?)(await other.Container(due))["approvalStatus"]).Should().Be("approved");
        await api.Server.Database.Run($"update approval_policies set auto_approve_after = 'PT1H' where project_id = '{broken[4..]}'");
    }

    [Fact]
    public async Task Dispatch_WhereOneOrganizationHasALongQueue_TakesUpTheOthersInTheSameRound()
    {
        var busy = await Given.Organization(api.Server);
        var other = await Given.Organization(api.Server);
        var crowd = await busy.Scheduled(await busy.Project());
        var single = await other.Scheduled(await other.Project());
        await api.Server.Database.Run($"""
            insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
              scheduled_for, due_at, attempts, created_at)
            select organization_id, gen_random_uuid(), project_id, container_id, social_account_id, mode, status, caption,
              scheduled_for, due_at - interval '1 day', attempts, created_at
            from scheduled_posts, generate_series(1, 12000) where scheduled_post_id = '{crowd[3..]}'
            """);
        api.Clock.Reset(Instant.FromUtc(2030, 1, 1, 7, 30));

        await api.Server.DispatchDuePosts();

        (await other.Client.GetJson($"/v1/scheduled-posts/{single}")).Text("status").Should().Be("published");
    }
}
