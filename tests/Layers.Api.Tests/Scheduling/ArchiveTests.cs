using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Archiving a project that has posts.</summary>
public sealed class ArchiveTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Archive_CancelsQueuedPostsOfThisProjectOnly()
    {
        var scene = await api.Open();
        var elsewhere = await api.QueuedPost(await api.Open());
        var published = await api.QueuedPost(scene);
        await api.Client.PostJson($"/v1/scheduled-posts/{elsewhere}/reschedule", new { scheduledFor = api.In(2 * Steps.Hour) });
        await api.DispatchInAnHour();
        var queued = await api.QueuedPost(scene);

        var answer = await Archive(scene);

        var post = await api.Post(queued);
        ((string?)post["status"], (string?)post["canceledAt"]).Should().Be(("canceled", api.Now()));
        ((string?)post["cancelReason"]).Should().Be("The project was archived.");
        (await api.StatusOf(published)).Should().Be("published");
        (await api.StatusOf(elsewhere)).Should().Be("queued");
        (await api.Given.AuditOf(answer)).Select(row => row.Type).Should().Equal("project.archived", "scheduled_post.canceled");
    }

    [Fact]
    public async Task Archive_RefusesEveryWriteToPosts()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        await Archive(scene);

        (await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(Steps.Hour) }))
            .ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await api.Schedule(scene)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Archive_CancelsWhatWaitsForAnApproval()
    {
        var (scene, untouched) = (await api.Pending(), await api.Pending());
        var ids = (await api.Schedule(scene, targets: 2)).PostIds();
        await api.Schedule(untouched);
        var answer = await Archive(scene);

        (await api.PostsOf(scene)).Should().OnlyContain(post => (string?)post["status"] == "canceled").And.HaveCount(2);
        (await api.Given.AuditOf(answer)).Select(row => row.Type).Should().Equal("project.archived", "scheduled_post.canceled", "scheduled_post.canceled");
        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
        (await api.Approve(scene)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await api.Client.DeleteJson($"/v1/scheduled-posts/{ids[0]}")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await api.Given.Container(untouched.Container))["pendingSchedule"].Should().NotBeNull();
    }

    private async Task<Answer> Archive(Scene scene)
    {
        var answer = await api.Client.DeleteJson($"/v1/projects/{scene.Project}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return answer;
    }
}
