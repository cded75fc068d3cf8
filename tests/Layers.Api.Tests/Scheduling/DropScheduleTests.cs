using System.Net;
using System.Net.Http.Json;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Canceling all that a container holds, in one call.</summary>
public sealed class DropScheduleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Drop_CancelsAllThatWaits_AndKeepsItInTheAuditLog()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 3)).PostIds();
        await api.Client.DeleteJson($"/v1/scheduled-posts/{ids[1]}");
        var revision = (int)(await api.Given.Container(scene.Container))["revision"]!;

        var answer = await Drop(scene, new { reason = "The campaign was moved." });

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        (answer.Json["pendingSchedule"], (int)answer.Json["revision"]!, answer.Header("ETag")).Should().Be((null, revision + 1, $"\"{revision + 1}\""));
        answer.Body.Should().Be((await api.Client.GetJson($"/v1/content/{scene.Container}")).Body);
        foreach (var id in new[] { ids[0], ids[2] })
            ((string?)(await api.Post(id))["status"], (string?)(await api.Post(id))["cancelReason"]).Should().Be(("canceled", "The campaign was moved."));
        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, (string?)row.Data["reason"]).Should().Be(("schedule.dropped", "The campaign was moved."));
        row.Data["droppedSchedule"]!.AsArray().Select(post => (string?)post!["id"]).Should().Equal(ids[0], ids[2]);
        (await api.EventsOf(scene)).Should().Equal("content.generated", "post.canceled", "post.canceled", "post.canceled");
    }

    [Fact]
    public async Task Drop_WhereNothingWaits_IsAConflict()
    {
        var (pending, open) = (await api.Pending(), await api.Open());
        await api.QueuedPost(open);

        foreach (var (scene, approval) in new[] { (pending, "pending"), (open, "not_required") })
        {
            var error = (await Drop(scene, new { })).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
            ((string?)error["details"]!["approvalStatus"]).Should().Be(approval);
        }
    }

    [Fact]
    public async Task Drop_OfAScheduleWhosePromotionFailed_DismissesIt()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();
        api.Clock.Advance(2 * Steps.Hour);
        await api.Approve(scene);
        ((string?)(await api.PendingScheduleOf(scene))!["status"]).Should().Be("failed");

        var answer = await Drop(scene, new { });

        (answer.Status, answer.Json["pendingSchedule"]).Should().Be((HttpStatusCode.OK, null));
        (await api.StatusOf(id)).Should().Be("failed");
        (await Drop(scene, new { })).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    private Task<Answer> Drop(Scene scene, object body) =>
        api.Client.Call(HttpMethod.Delete, $"/v1/content/{scene.Container}/pending-schedule", JsonContent.Create(body));
}
