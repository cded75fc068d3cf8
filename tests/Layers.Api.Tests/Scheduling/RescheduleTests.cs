using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

public sealed class RescheduleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Reschedule_MovesTheHourAndNothingElse()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var before = await api.Post(id);

        var answer = await Reschedule(id, Duration.FromHours(3));

        (before["scheduledFor"], before["nextAttemptAt"]) = (api.In(Duration.FromHours(3)), api.In(Duration.FromHours(3)));
        answer.ShouldBeJson(HttpStatusCode.OK, before.ToJsonString());
        (await api.Post(id)).ToJsonString().Should().Be(answer.Json.ToJsonString());
    }

    [Fact]
    public async Task Reschedule_DecidesWhenItGoesOut()
    {
        var scene = await api.Open();
        var (later, sooner) = (await api.QueuedPost(scene), await api.QueuedPost(scene));
        await Reschedule(later, Duration.FromHours(3));
        await Reschedule(sooner, Duration.FromMinutes(5));

        api.Clock.Advance(Duration.FromMinutes(5));
        await api.Dispatch();
        (await api.StatusOf(sooner)).Should().Be("published");
        api.Clock.Advance(Duration.FromHours(2));
        await api.Dispatch();
        (await api.StatusOf(later)).Should().Be("queued");
        api.Clock.Advance(Steps.Hour);
        await api.Dispatch();
        (await api.StatusOf(later)).Should().Be("published");
    }

    [Fact]
    public async Task Reschedule_RaisesTheContainersRevision()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;

        await Reschedule(id, Duration.FromHours(2));

        ((int)(await api.Given.Container(scene.Container))["revision"]!).Should().Be(before + 1);
    }

    [Fact]
    public async Task Reschedule_LeavesBeforeAndAfterInTheAuditLog()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);

        var answer = await Reschedule(id, Duration.FromHours(2));

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, (string?)row.Data["scheduledPostId"]).Should().Be(("scheduled_post.rescheduled", id));
        ((string?)row.Data["before"]!["scheduledFor"]).Should().Be(api.In(Steps.Hour));
        ((string?)row.Data["after"]!["scheduledFor"]).Should().Be(api.In(Duration.FromHours(2)));
    }

    [Fact]
    public async Task Reschedule_SentAgainAfterTheHour_GetsItsFirstAnswer()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var body = new { scheduledFor = api.In(Duration.FromHours(2)) };
        var first = await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", body, ("Idempotency-Key", "move"));
        api.Clock.Advance(Duration.FromHours(3));
        await api.Dispatch();

        var replay = await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", body, ("Idempotency-Key", "move"));

        (replay.Status, replay.Body).Should().Be((HttpStatusCode.OK, first.Body));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "scheduledFor": null }""")]
    [InlineData("""{ "scheduledFor": 5 }""")]
    [InlineData("""{ "scheduledFor": "2020-01-01T00:00:00Z" }""")]
    public async Task Reschedule_ToNoFutureHour_IsRefused(string body)
    {
        var id = await api.QueuedPost(await api.Open());

        (await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "scheduledFor");
    }

    [Fact]
    public async Task Reschedule_WithIfMatch_DemandsTheContainersRevision()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var revision = (int)(await api.Given.Container(scene.Container))["revision"]!;

        (await Call($"\"{revision - 1}\"")).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        var answer = await Call($"\"{revision}\"");

        (answer.Status, answer.Header("ETag")).Should().Be((HttpStatusCode.OK, $"\"{revision + 1}\""));

        Task<Answer> Call(string tag) => api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(Duration.FromHours(2)) }, ("If-Match", tag));
    }

    [Theory]
    [InlineData("publishing")]
    [InlineData("published")]
    [InlineData("draft")]
    [InlineData("failed")]
    [InlineData("canceled")]
    public async Task Reschedule_OfAPostThatHasLeftTheQueue_IsRefused(string status)
    {
        var id = await api.PostIn(status);
        var before = await api.Post(id);

        var error = (await Reschedule(id, Duration.FromHours(2))).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        ((string?)error["details"]!["status"]).Should().Be(status);
        (await api.Post(id)).ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task Reschedule_OfAnotherOrganizationsPost_Is404()
    {
        var id = await api.QueuedPost(await api.Open());
        var stranger = await Given.Organization(api.Server);

        (await stranger.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(Steps.Hour) }))
            .ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private Task<Answer> Reschedule(string id, Duration after) =>
        api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(after) });
}
