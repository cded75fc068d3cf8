using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Scheduling a container whose gate is open.</summary>
public sealed class ScheduleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Schedule_WhenTheGateIsOpen_QueuesThePosts()
    {
        var scene = await api.Open();
        var hour = api.In(Steps.Hour);

        var answer = await api.Schedule(scene.Container, new
        {
            scheduledFor = hour,
            targets = new object[]
            {
                Steps.To(scene.Account),
                new { socialAccountId = scene.Account, mode = "draft", captionOverride = "Anders — ☕", firstCommentOverride = "#roast" },
            },
        });

        var ids = answer.PostIds();
        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            { "containerId": "{{scene.Container}}", "gateStatus": "open", "scheduledFor": "{{hour}}", "scheduledPostIds": ["{{ids[0]}}", "{{ids[1]}}"],
              "scheduledPosts": [
                { "id": "{{ids[0]}}", "projectId": "{{scene.Project}}", "containerId": "{{scene.Container}}", "socialAccountId": "{{scene.Account}}",
                  "mode": "publish", "status": "queued", "scheduledFor": "{{hour}}", "caption": "The roast that started it all.", "firstComment": null,
                  "createdAt": "{{api.Now()}}", "attempts": 0, "nextAttemptAt": "{{hour}}", "lastError": null, "publishedAt": null,
                  "externalId": null, "externalUrl": null, "failure": null,
                  "canceledAt": null, "cancelReason": null },
                { "id": "{{ids[1]}}", "projectId": "{{scene.Project}}", "containerId": "{{scene.Container}}", "socialAccountId": "{{scene.Account}}",
                  "mode": "draft", "status": "queued", "scheduledFor": "{{hour}}", "caption": "Anders — ☕", "firstComment": "#roast",
                  "createdAt": "{{api.Now()}}", "attempts": 0, "nextAttemptAt": "{{hour}}", "lastError": null, "publishedAt": null,
                  "externalId": null, "externalUrl": null, "failure": null,
                  "canceledAt": null, "cancelReason": null }] }
            """);
        ids.Should().OnlyContain(id => id.StartsWith("sp_", StringComparison.Ordinal)).And.OnlyHaveUniqueItems();
        (await api.Client.GetJson($"/v1/scheduled-posts/{ids[1]}")).ShouldBeJson(HttpStatusCode.OK, answer.Json["scheduledPosts"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task Schedule_OfAnApprovedContainer_QueuesAtOnce()
    {
        var scene = await api.Pending();
        await api.Approve(scene);

        (await api.Schedule(scene)).Text("gateStatus").Should().Be("open");
    }

    [Fact]
    public async Task Schedule_TakesBareIdsAndAnHourUpToHalfAMinuteAgo()
    {
        var scene = await api.Open();
        var targets = new[] { Steps.To(scene.Account.Uuid().ToString(), "managed") };
        var bare = scene.Container.Uuid().ToString();

        (await api.Schedule(bare, new { scheduledFor = api.In(Duration.FromSeconds(-30)), targets })).Status.Should().Be(HttpStatusCode.Created);
        (await api.Schedule(bare, new { scheduledFor = api.In(Duration.FromMilliseconds(-30_001)), targets }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "scheduledFor");
    }

    [Fact]
    public async Task Schedule_OfFiftyTargets_QueuesThemAll()
    {
        var scene = await api.Open();

        var answer = await api.Schedule(scene, targets: 50);

        answer.PostIds().Should().HaveCount(50).And.OnlyHaveUniqueItems();
        (await api.PostsOf(scene)).Should().HaveCount(50);
    }

    [Fact]
    public async Task Schedule_RaisesTheRevisionAndHeedsIfMatch()
    {
        var scene = await api.Open();
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;
        var body = new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(scene.Account) } };

        var stale = await api.Schedule(scene.Container, body, ("If-Match", $"\"{before - 1}\""));
        var fresh = await api.Schedule(scene.Container, body, ("If-Match", $"\"{before}\""));

        ((int)stale.ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH")["details"]!["revision"]!).Should().Be(before);
        fresh.Header("ETag").Should().Be($"\"{before + 1}\"");
        (await api.PostsOf(scene)).Should().ContainSingle();
        ((int)(await api.Given.Container(scene.Container))["revision"]!).Should().Be(before + 1);
    }

    [Fact]
    public async Task Schedule_LeavesOneAuditRowWithItsPosts()
    {
        var scene = await api.Open();

        var answer = await api.Schedule(scene, targets: 2);

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Project, row.Actor).Should().Be(("scheduled_post.created", scene.Project.Uuid(), api.Given.Actor));
        ((string?)row.Data["containerId"]).Should().Be(scene.Container);
        row.Data["posts"]!.AsArray().Select(post => (string?)post!["id"]).Should().Equal(answer.PostIds());
    }

    [Fact]
    public async Task Schedule_SentAgainAfterItsHour_GetsItsFirstAnswer()
    {
        var scene = await api.Open();
        var body = new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(scene.Account) } };
        var first = await api.Schedule(scene.Container, body, ("Idempotency-Key", "tomorrow-7am"));
        api.Clock.Advance(Duration.FromHours(2));

        var replay = await api.Schedule(scene.Container, body, ("Idempotency-Key", "tomorrow-7am"));

        replay.Status.Should().Be(HttpStatusCode.Created);
        replay.Body.Should().Be(first.Body);
        replay.Header("ETag").Should().Be(first.Header("ETag"));
        replay.Header("Idempotency-Replayed").Should().Be("true");
        (await api.PostsOf(scene)).Should().ContainSingle();
    }

    [Fact]
    public async Task Schedule_NeedsItsScope()
    {
        var scene = await api.Open();
        using var reader = await api.Given.ClientWith("publish:read", "content:write");

        (await reader.PostJson($"/v1/content/{scene.Container}/schedule")).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
    }
}
