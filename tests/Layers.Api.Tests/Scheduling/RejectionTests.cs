using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>What becomes of a schedule that was held back, when its container is rejected.</summary>
public sealed class RejectionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Reject_CancelsWhatWaits()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();

        await api.Reject(scene);

        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["canceledAt"], (string?)post["cancelReason"]).Should().Be(("canceled", api.Now(), "The container was rejected."));
        await api.DispatchInAnHour();
        (await api.StatusOf(id)).Should().Be("canceled");
    }

    [Fact]
    public async Task Reject_KeepsWhatItDropsInTheAuditLog()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 2)).PostIds();

        var row = (await api.Given.AuditOf(await api.Reject(scene))).Should().ContainSingle().Subject;

        row.Type.Should().Be("content.rejected");
        row.Data["droppedSchedule"]!.AsArray().Select(post => (string?)post!["id"]).Should().Equal(ids);
        ((string?)row.Data["droppedSchedule"]![0]!["socialAccount"]).Should().Be(scene.Account);
    }
}
