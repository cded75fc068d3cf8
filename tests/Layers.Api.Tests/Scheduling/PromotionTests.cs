using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

/// <summary>What becomes of a schedule that was held back, when its container is approved.</summary>
public sealed class PromotionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Duration Grace = Duration.FromMinutes(5);

    [Fact]
    public async Task Approve_WithoutAStash_SaysNothingOfPromotion()
    {
        var scene = await api.Pending();

        (await api.Approve(scene)).Json.AsObject().Should().NotContainKey("pendingSchedulePromotion");
    }

    [Fact]
    public async Task Approve_MakesLivePostsOfAllThatWaits()
    {
        var scene = await api.Pending();
        var first = await api.Schedule(scene.Container, new
        {
            scheduledFor = api.In(Steps.Hour),
            targets = new object[]
            {
                new { socialAccountId = scene.Account, mode = "managed", captionOverride = "Other", firstCommentOverride = "First!" },
            },
        });
        var second = await api.Schedule(scene.Container, new { scheduledFor = api.In(2 * Steps.Hour), targets = new[] { Steps.To(scene.Account) } });
        string[] ids = [.. first.PostIds(), .. second.PostIds()];
        var askedAt = api.Now();
        api.Clock.Advance(Duration.FromMinutes(1));

        var approval = await api.Approve(scene);

        approval.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{scene.Container}}", "approvalStatus": "approved", "approvedAt": "{{api.Now()}}", "approvedBy": "{{api.Given.Actor}}",
              "pendingSchedulePromotion": { "status": "ok", "scheduledPostIds": ["{{ids[0]}}", "{{ids[1]}}"] } }
            """);
        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
        (await api.Client.GetJson($"/v1/scheduled-posts/{ids[0]}")).ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{ids[0]}}", "projectId": "{{scene.Project}}", "containerId": "{{scene.Container}}", "socialAccountId": "{{scene.Account}}",
              "mode": "managed", "status": "queued", "scheduledFor": "{{api.In(Duration.FromMinutes(59))}}", "caption": "Other", "firstComment": "First!",
              "createdAt": "{{askedAt}}", "attempts": 0, "nextAttemptAt": "{{api.In(Duration.FromMinutes(59))}}", "lastError": null, "publishedAt": null,
              "externalId": null, "externalUrl": null, "failure": null,
              "canceledAt": null, "cancelReason": null }
            """);
        (await api.PostsOf(scene)).Select(post => (string?)post["id"]).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task Approve_LeavesOneAuditRowWithTheIds()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene)).PostIds();

        var row = (await api.Given.AuditOf(await api.Approve(scene))).Should().ContainSingle().Subject;

        row.Type.Should().Be("content.approved");
        row.Data["promotion"]!["scheduledPostIds"]!.AsArray().Select(id => (string?)id).Should().Equal(ids);
    }

    [Fact]
    public async Task Approve_FiveMinutesAfterTheHour_StillPromotes()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        api.Clock.Advance(Steps.Hour + Grace);

        var approval = await api.Approve(scene);

        ((string?)approval.Json["pendingSchedulePromotion"]!["status"]).Should().Be("ok");
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Approve_LaterThanThat_PromotesNoneOfThem()
    {
        var scene = await api.Pending();
        var passed = (await api.Schedule(scene)).PostIds();
        var future = (await api.Schedule(scene.Container, new { scheduledFor = api.In(3 * Steps.Hour), targets = new[] { Steps.To(scene.Account) } })).PostIds();
        api.Clock.Advance(Steps.Hour + Grace + Duration.FromMilliseconds(1));

        await ShouldFail(scene, "SCHEDULE_PASSED", [.. passed, .. future]);
    }

    [Fact]
    public async Task Approve_WhenOneAccountIsGone_PromotesNoneOfThem()
    {
        var scene = await api.Pending();
        var gone = scene with { Account = await api.Given.Account(scene.Project) };
        string[] ids = [.. (await api.Schedule(scene)).PostIds(), .. (await api.Schedule(gone)).PostIds()];
        await api.Disconnect(gone);

        await ShouldFail(scene, "SOCIAL_ACCOUNT_UNAVAILABLE", ids);
    }

    [Fact]
    public async Task Approve_WhenTheAccountMustSignInAgain_QueuesThePostsAndTheyWaitForIt()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        await api.Server.Database.Run("update social_accounts set status = 'reauth_required' where social_account_id = $1", scene.Account.Uuid());

        var approval = await api.Approve(scene);

        ((string?)approval.Json["pendingSchedulePromotion"]!["status"]).Should().Be("ok");
        await api.DispatchInAnHour();
        (await api.StatusOf(id)).Should().Be("queued", "the account is not signed in");
        await api.Client.PostJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}/reconnect");
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Schedule_OnAnAccountThatMustSignInAgain_IsRefusedUntilItHas()
    {
        var scene = await api.Pending();
        await api.Server.Database.Run("update social_accounts set status = 'reauth_required' where social_account_id = $1", scene.Account.Uuid());

        (await api.Schedule(scene)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets[0].socialAccountId");

        await api.Client.PostJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}/reconnect");
        (await api.Schedule(scene)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    /// <summary>The approval stands, the stash stays readable with the reason, and a new schedule works.</summary>
    private async Task ShouldFail(Scene scene, string reason, IReadOnlyList<string> ids)
    {
        var approval = await api.Approve(scene);

        approval.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{scene.Container}}", "approvalStatus": "approved", "approvedAt": "{{api.Now()}}", "approvedBy": "{{api.Given.Actor}}",
              "pendingSchedulePromotion": { "status": "failed", "reason": "{{reason}}" } }
            """);
        ((string?)(await api.Given.AuditOf(approval)).Single().Data["promotion"]!["reason"]).Should().Be(reason);
        foreach (var id in ids)
        {
            var post = await api.Post(id);
            ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", reason));
        }

        var container = await api.Given.Container(scene.Container);
        ((string?)container["approvalStatus"]).Should().Be("approved");
        ((string?)container["pendingSchedule"]!["status"], (string?)container["pendingSchedule"]!["reason"]).Should().Be(("failed", reason));
        container["pendingSchedule"]!["targets"]!.AsArray().Select(post => (string?)post!["scheduledPostId"]).Should().Equal(ids);

        var again = await api.Schedule(scene);
        again.Status.Should().Be(HttpStatusCode.Created, again.Body);
        again.PostIds().Should().NotIntersectWith(ids);
        (await api.PostsOf(scene)).Should().ContainSingle(post => (string?)post["status"] == "queued");
        JsonNode.DeepEquals((await api.Given.Container(scene.Container))["pendingSchedule"], null).Should().BeTrue("the failed stash is done with");
    }
}
