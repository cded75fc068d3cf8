using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

public sealed class PublishTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Publish_QueuesForNowAndIsDispatchedNext()
    {
        var scene = await api.Open();

        var answer = await Publish(scene);

        var id = answer.PostIds().Single();
        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            { "containerId": "{{scene.Container}}", "gateStatus": "open", "scheduledFor": "{{api.Now()}}", "scheduledPostIds": ["{{id}}"],
              "scheduledPosts": [
                { "id": "{{id}}", "projectId": "{{scene.Project}}", "containerId": "{{scene.Container}}", "socialAccountId": "{{scene.Account}}",
                  "mode": "publish", "status": "queued", "scheduledFor": "{{api.Now()}}", "caption": "The roast that started it all.", "firstComment": null,
                  "createdAt": "{{api.Now()}}", "attempts": 0, "nextAttemptAt": "{{api.Now()}}", "lastError": null, "publishedAt": null,
                  "externalId": null, "externalUrl": null, "failure": null,
                  "canceledAt": null, "cancelReason": null }] }
            """);
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Publish_WhilePending_IsRefusedWithTheVerdictAndKeepsNothing()
    {
        var scene = await api.Pending();
        var before = await api.Given.Container(scene.Container);

        var answer = await Publish(scene);

        var error = answer.ShouldBeError(HttpStatusCode.Forbidden, "APPROVAL_REQUIRED");
        JsonNode.DeepEquals(error["details"], before["gate"]).Should().BeTrue(error.ToJsonString());
        JsonNode.DeepEquals(await api.Given.Container(scene.Container), before).Should().BeTrue("nothing is stashed");
        (await api.PostsOf(scene)).Should().BeEmpty();
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Fact]
    public async Task Publish_HeedsIfMatchAndRaisesTheRevision()
    {
        var scene = await api.Open();
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;

        (await Publish(scene, ("If-Match", $"\"{before + 1}\""))).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        (await Publish(scene, ("If-Match", $"\"{before}\""))).Header("ETag").Should().Be($"\"{before + 1}\"");
    }

    [Fact]
    public async Task Publish_SentAgain_PublishesOnce()
    {
        var scene = await api.Open();
        var first = await Publish(scene, ("Idempotency-Key", "now"));
        await api.Dispatch();

        var replay = await Publish(scene, ("Idempotency-Key", "now"));

        (replay.Status, replay.Body).Should().Be((HttpStatusCode.Created, first.Body));
        (await api.PostsOf(scene)).Should().ContainSingle();
    }

    [Fact]
    public async Task Publish_NamesEveryFaultOfItsTargets()
    {
        var scene = await api.Open();

        var answer = await api.Client.PostJson(
            $"/v1/content/{scene.Container}/publish", new { targets = new[] { Steps.To("sa_x", "story"), null, Steps.To(scene.Account) } });

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets[0].socialAccountId", "targets[0].mode", "targets[1]");
        (await api.PostsOf(scene)).Should().BeEmpty();
    }

    [Fact]
    public async Task Publish_LeavesOneAuditRow()
    {
        var scene = await api.Open();

        var answer = await Publish(scene);

        (await api.Given.AuditOf(answer)).Should().ContainSingle(row => row.Type == "scheduled_post.created");
    }

    private Task<Answer> Publish(Scene scene, params (string Name, string Value)[] headers) =>
        api.Client.PostJson($"/v1/content/{scene.Container}/publish", new { targets = new[] { Steps.To(scene.Account) } }, headers);
}
