using System.Net;
using System.Net.Http.Json;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>The ids that a held schedule hands out work from the first moment: posts are read, moved and canceled before the approval.</summary>
public sealed class HeldPostTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Get_ShowsTheHeldPost_WithTheCaptionThatItWouldHaveNow()
    {
        var scene = await api.Pending();
        var plain = (await api.Schedule(scene)).PostIds().Single();
        var overridden = await Held(scene, new { socialAccountId = scene.Account, mode = "draft", captionOverride = "Other", firstCommentOverride = "First!" });
        var askedAt = api.Now();
        await api.Client.PatchJson($"/v1/content/{scene.Container}", new { caption = "Corrected." });

        (await api.Client.GetJson($"/v1/scheduled-posts/{overridden}")).ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{overridden}}", "projectId": "{{scene.Project}}", "containerId": "{{scene.Container}}", "socialAccountId": "{{scene.Account}}",
              "mode": "draft", "status": "held", "scheduledFor": "{{api.In(Steps.Hour)}}", "caption": "Other", "firstComment": "First!",
              "createdAt": "{{askedAt}}", "attempts": 0, "nextAttemptAt": null, "lastError": null, "publishedAt": null,
              "externalId": null, "externalUrl": null, "failure": null,
              "canceledAt": null, "cancelReason": null }
            """);
        ((string?)(await api.Post(plain))["caption"]).Should().Be("Corrected.");
    }

    [Fact]
    public async Task List_ShowsHeldPosts_AloneAndAmongTheOthers()
    {
        var scene = await api.Pending();
        var approved = scene with { Container = await api.Given.Uploaded(scene.Project) };
        await api.Approve(approved);
        var queued = await api.QueuedPost(approved);
        var held = (await api.Schedule(scene)).PostIds().Single();

        (await Ids(scene, "")).Should().BeEquivalentTo(held, queued);
        (await Ids(scene, "?status=held")).Should().Equal(held);
        (await Ids(scene, "?status=queued")).Should().Equal(queued);
        (await Ids(scene, $"?status=held&socialAccountId={scene.Account}")).Should().Equal(held);
    }

    [Fact]
    public async Task Reschedule_MovesTheHour_OnThePostAndOnTheContainer()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 2)).PostIds();
        var before = await api.Given.Container(scene.Container);

        var answer = await api.Client.PostJson($"/v1/scheduled-posts/{ids[0]}/reschedule", new { scheduledFor = api.In(3 * Steps.Hour) });

        (answer.Status, answer.Text("status"), answer.Text("scheduledFor")).Should().Be((HttpStatusCode.OK, "held", api.In(3 * Steps.Hour)));
        answer.Header("ETag").Should().Be($"\"{(int)before["revision"]! + 1}\"");
        var container = await api.Given.Container(scene.Container);
        container["pendingSchedule"]!["targets"]!.AsArray().Select(post => (string?)post!["scheduledFor"]).Should().Equal(api.In(3 * Steps.Hour), api.In(Steps.Hour));
        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, (string?)row.Data["scheduledPostId"], (string?)row.Data["before"]!["scheduledFor"]).Should().Be(("scheduled_post.rescheduled", ids[0], api.In(Steps.Hour)));
        await api.Approve(scene);
        await api.DispatchInAnHour();
        (await api.StatusOf(ids[0]), await api.StatusOf(ids[1])).Should().Be(("queued", "published"));
    }

    [Fact]
    public async Task Reschedule_OfAnHourThatHasPassed_SavesTheScheduleFromFailing()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        api.Clock.Advance(2 * Steps.Hour);

        await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(Steps.Hour) });

        ((string?)(await api.Approve(scene)).Json["pendingSchedulePromotion"]!["status"]).Should().Be("ok");
    }

    [Fact]
    public async Task Cancel_TakesThePostOutOfTheSchedule_AndTheLastOneLeavesNone()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 2)).PostIds();
        var revision = (int)(await api.Given.Container(scene.Container))["revision"]!;

        var first = await Cancel(ids[0], new { reason = "Not now." });

        (first.Status, first.Text("status"), first.Text("cancelReason"), first.Header("ETag"))
            .Should().Be((HttpStatusCode.OK, "canceled", "Not now.", $"\"{revision + 1}\""));
        (await api.PendingScheduleOf(scene))!["targets"]!.AsArray().Select(post => (string?)post!["scheduledPostId"]).Should().Equal(ids[1]);
        var row = (await api.Given.AuditOf(first)).Should().ContainSingle().Subject;
        (row.Type, (string?)row.Data["scheduledPostId"]).Should().Be(("scheduled_post.canceled", ids[0]));

        await Cancel(ids[1], new { });
        (await api.PendingScheduleOf(scene)).Should().BeNull();
        (await api.Approve(scene)).Json.AsObject().Should().NotContainKey("pendingSchedulePromotion");
        (await api.EventsOf(scene)).Should().Equal("content.generated", "post.canceled", "post.canceled", "content.approved");
    }

    [Fact]
    public async Task Cancel_MakesRoomForAnotherPost()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 50)).PostIds();
        (await api.Schedule(scene)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets");

        await Cancel(ids[7], new { });

        (await api.Schedule(scene)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Cancel_OfThePostWhoseAccountIsGone_SavesTheOthers()
    {
        var scene = await api.Pending();
        var gone = scene with { Account = await api.Given.Account(scene.Project) };
        var (kept, lost) = ((await api.Schedule(scene)).PostIds().Single(), (await api.Schedule(gone)).PostIds().Single());
        await api.Disconnect(gone);
        (await api.StatusOf(lost)).Should().Be("held", "the account may be gone, but nothing is decided yet");

        await Cancel(lost, new { });

        await api.Approve(scene);
        (await api.StatusOf(kept)).Should().Be("queued");
    }

    [Fact]
    public async Task Writes_OfAHeldPost_DemandTheRevisionThatIfMatchNames_AndAreMadeOnceForAKey()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        var revision = (int)(await api.Given.Container(scene.Container))["revision"]!;
        var stale = ("If-Match", $"\"{revision - 1}\"");

        (await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(2 * Steps.Hour) }, stale))
            .ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}", stale)).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        (await api.Client.DeleteJson($"/v1/content/{scene.Container}/pending-schedule", stale)).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        var first = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}", ("If-Match", $"\"{revision}\""), ("Idempotency-Key", id));
        var replay = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}", ("If-Match", $"\"{revision}\""), ("Idempotency-Key", id));

        (first.Status, replay.Status, replay.Body).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK, first.Body));
        ((int)(await api.Given.Container(scene.Container))["revision"]!).Should().Be(revision + 1);
    }

    [Fact]
    public async Task Reject_RaisesTheRejectionAndThenACancellationForEachPost()
    {
        var scene = await api.Pending();
        await api.Schedule(scene, targets: 2);

        await api.Reject(scene);

        (await api.EventsOf(scene)).Should().Equal("content.generated", "content.rejected", "post.canceled", "post.canceled");
    }

    [Fact]
    public async Task Decide_ManyOfThem_QueuesCancelsAndFailsWhatEachHeld()
    {
        var project = await api.Given.GatedProject();
        var account = await api.Given.Account(project);
        var (approved, rejected, late) = (
            new Scene(project, await api.Given.Uploaded(project), account),
            new Scene(project, await api.Given.Uploaded(project), account),
            new Scene(project, await api.Given.Uploaded(project), account));
        var failed = (await api.Schedule(late)).PostIds().Single();
        api.Clock.Advance(2 * Steps.Hour);
        var (queued, canceled) = ((await api.Schedule(approved)).PostIds().Single(), (await api.Schedule(rejected)).PostIds().Single());

        var answer = await api.Client.PostJson($"/v1/projects/{project}/content/decisions", new
        {
            decisions = new object[]
            {
                new { id = approved.Container, action = "approve" },
                new { id = rejected.Container, action = "reject", reason = "No." },
                new { id = late.Container, action = "approve" },
            },
        });

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        (await api.StatusOf(queued), await api.StatusOf(canceled), await api.StatusOf(failed)).Should().Be(("queued", "canceled", "failed"));
        ((string?)(await api.PendingScheduleOf(late))!["reason"]).Should().Be("SCHEDULE_PASSED");
    }

    [Fact]
    public async Task HeldPost_OfAnotherOrganization_Is404()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        var stranger = await Given.Organization(api.Server);

        (await stranger.Client.GetJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await stranger.Client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await stranger.Client.DeleteJson($"/v1/content/{scene.Container}/pending-schedule")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private async Task<string> Held(Scene scene, object target) =>
        (await api.Schedule(scene.Container, new { scheduledFor = api.In(Steps.Hour), targets = new[] { target } })).PostIds().Single();

    private Task<Answer> Cancel(string id, object body) => api.Client.Call(HttpMethod.Delete, $"/v1/scheduled-posts/{id}", JsonContent.Create(body));

    private async Task<IReadOnlyList<string>> Ids(Scene scene, string query)
    {
        var page = await api.Client.GetJson($"/v1/projects/{scene.Project}/scheduled-posts{query}");
        return [.. page.Json["items"]!.AsArray().Select(post => (string)post!["id"]!)];
    }
}
