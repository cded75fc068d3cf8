using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Scheduling a container that waits for its approval.</summary>
public sealed class HeldBackTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Schedule_WhilePending_AnswersTheIdsAndWhatOpensTheGate()
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        var scene = new Scene(project, await api.Given.Uploaded(project), await api.Given.Account(project));

        var answer = await api.Schedule(scene);

        answer.ShouldBeJson(HttpStatusCode.Accepted, $$"""
            { "containerId": "{{scene.Container}}", "gateStatus": "blocked_on_approval", "scheduledFor": "{{api.In(Steps.Hour)}}",
              "scheduledPostIds": ["{{answer.PostIds().Single()}}"],
              "gate": { "blocked": true, "code": "APPROVAL_REQUIRED", "reasons": ["approval_pending"], "requiredScope": null,
                "firstN": { "required": 5, "decided": 0, "remaining": 5 }, "autoApproveAt": "{{api.In(Duration.FromDays(1))}}", "next": ["approve", "reject"] } }
            """);
        (await api.PostsOf(scene)).Select(post => ((string)post["id"]!, (string)post["status"]!)).Should().Equal((answer.PostIds().Single(), "held"));
    }

    [Fact]
    public async Task Schedule_WhilePending_IsReadableOnTheContainer()
    {
        var scene = await api.Pending();
        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();

        var answer = await api.Schedule(scene.Container, new
        {
            scheduledFor = api.In(Steps.Hour),
            targets = new[] { new { socialAccountId = scene.Account, mode = "managed", captionOverride = "Other", firstCommentOverride = "First!" } },
        });

        var expected = JsonNode.Parse($$"""
            { "status": "blocked_on_approval", "reason": null, "targets": [
              { "scheduledPostId": "{{answer.PostIds().Single()}}", "socialAccountId": "{{scene.Account}}", "mode": "managed", "captionOverride": "Other",
                "firstCommentOverride": "First!", "scheduledFor": "{{api.In(Steps.Hour)}}" }] }
            """);
        var container = await api.Given.Container(scene.Container);
        JsonNode.DeepEquals(container["pendingSchedule"], expected).Should().BeTrue(container.ToJsonString());
        answer.Header("ETag").Should().Be($"\"{container["revision"]}\"");
    }

    [Fact]
    public async Task Schedule_Again_AddsToWhatWaits()
    {
        var scene = await api.Pending();
        var first = (await api.Schedule(scene, targets: 2)).PostIds();
        api.Clock.Advance(Duration.FromMinutes(1));

        var second = (await api.Schedule(scene)).PostIds();

        second.Should().ContainSingle();
        var waiting = (await api.Given.Container(scene.Container))["pendingSchedule"]!["targets"]!.AsArray();
        waiting.Select(post => (string?)post!["scheduledPostId"]).Should().Equal([.. first, .. second]);
        ((string?)waiting[2]!["scheduledFor"]).Should().Be(api.In(Steps.Hour), "each keeps its own hour");
    }

    [Fact]
    public async Task Schedule_OfMoreThanFiftyInAll_IsRefusedAndKeepsThoseThatWait()
    {
        var scene = await api.Pending();
        await api.Schedule(scene, targets: 48);

        (await api.Schedule(scene, targets: 3)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets");
        (await api.Schedule(scene, targets: 2)).Status.Should().Be(HttpStatusCode.Accepted);

        (await api.Given.Container(scene.Container))["pendingSchedule"]!["targets"]!.AsArray().Should().HaveCount(50);
    }

    [Fact]
    public async Task Schedule_WhilePending_RaisesTheRevisionAndHeedsIfMatch()
    {
        var scene = await api.Pending();
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;
        await api.Schedule(scene);
        var body = new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(scene.Account) } };

        (await api.Schedule(scene.Container, body, ("If-Match", $"\"{before}\""))).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");

        (await api.Given.Container(scene.Container))["pendingSchedule"]!["targets"]!.AsArray().Should().ContainSingle();
        (await api.Client.PostJson($"/v1/content/{scene.Container}/approve", null, ("If-Match", $"\"{before}\"")))
            .ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
    }

    [Fact]
    public async Task Schedule_WhilePending_LeavesOneAuditRowWithItsPosts()
    {
        var scene = await api.Pending();

        var answer = await api.Schedule(scene, targets: 2);

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Project).Should().Be(("schedule.stashed", scene.Project.Uuid()));
        row.Data["posts"]!.AsArray().Select(post => (string?)post!["id"]).Should().Equal(answer.PostIds());
    }

    [Fact]
    public async Task Schedule_WhilePending_SentAgain_IsHeldBackOnce()
    {
        var scene = await api.Pending();
        var body = new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(scene.Account) } };
        var first = await api.Schedule(scene.Container, body, ("Idempotency-Key", "held-back"));
        await api.Approve(scene);

        var replay = await api.Schedule(scene.Container, body, ("Idempotency-Key", "held-back"));

        (replay.Status, replay.Body).Should().Be((HttpStatusCode.Accepted, first.Body));
        (await api.PostsOf(scene)).Should().ContainSingle();
    }
}
