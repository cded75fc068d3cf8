using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>What becomes of a schedule that was held back, when its container is rejected.</summary>
public sealed class RejectionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Reject_DropsWhatWaits()
    {
        var scene = await api.Pending();
        var id = (await api.Schedule(scene)).PostIds().Single();

        await api.Reject(scene);

        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
        (await api.Client.GetJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        await api.DispatchInAnHour();
        (await api.PostsOf(scene)).Should().BeEmpty();
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
