using System.Net;
using System.Net.Http.Json;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

public sealed class CancelTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("A typo in the caption.")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Cancel_KeepsTheRowWithItsReason(string? reason)
    {
        var id = await api.QueuedPost(await api.Open());
        var before = await api.Post(id);

        var answer = await Cancel(id, new { reason });

        (before["status"], before["nextAttemptAt"], before["canceledAt"], before["cancelReason"]) = ("canceled", null, api.Now(), reason);
        answer.ShouldBeJson(HttpStatusCode.OK, before.ToJsonString());
        (await api.Post(id)).ToJsonString().Should().Be(answer.Json.ToJsonString());
    }

    [Fact]
    public async Task Cancel_NeedsNoBody()
    {
        var id = await api.QueuedPost(await api.Open());

        var answer = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}");

        (answer.Status, answer.Text("status")).Should().Be((HttpStatusCode.OK, "canceled"));
        answer.Json["cancelReason"].Should().BeNull();
    }

    [Fact]
    public async Task Cancel_KeepsThePostFromGoingOut()
    {
        var scene = await api.Open();
        var (canceled, kept) = (await api.QueuedPost(scene), await api.QueuedPost(scene));
        await api.Client.DeleteJson($"/v1/scheduled-posts/{canceled}");

        await api.DispatchInAnHour();

        (await api.StatusOf(canceled)).Should().Be("canceled");
        (await api.StatusOf(kept)).Should().Be("published");
    }

    [Fact]
    public async Task Cancel_RaisesTheContainersRevisionAndLeavesOneAuditRow()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;

        var answer = await Cancel(id, new { reason = "Typo." });

        ((int)(await api.Given.Container(scene.Container))["revision"]!).Should().Be(before + 1);
        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, (string?)row.Data["scheduledPostId"], (string?)row.Data["reason"]).Should().Be(("scheduled_post.canceled", id, "Typo."));
    }

    [Fact]
    public async Task Cancel_SentAgainWithItsKey_GetsItsFirstAnswer()
    {
        var id = await api.QueuedPost(await api.Open());
        var first = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}", ("Idempotency-Key", "cancel"));

        var replay = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}", ("Idempotency-Key", "cancel"));

        (replay.Status, replay.Body).Should().Be((HttpStatusCode.OK, first.Body));
    }

    [Fact]
    public async Task Cancel_WithIfMatch_DemandsTheContainersRevision()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        var revision = (int)(await api.Given.Container(scene.Container))["revision"]!;

        (await Call($"\"{revision - 1}\"")).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        var answer = await Call($"\"{revision}\"");

        (answer.Status, answer.Header("ETag")).Should().Be((HttpStatusCode.OK, $"\"{revision + 1}\""));

        Task<Answer> Call(string tag) => api.Client.DeleteJson($"/v1/scheduled-posts/{id}", ("If-Match", tag));
    }

    [Theory]
    [InlineData("published")]
    [InlineData("draft")]
    [InlineData("failed")]
    [InlineData("canceled")]
    public async Task Cancel_OfAPostThatHasEnded_IsRefused(string status)
    {
        var id = await api.PostIn(status);
        var before = await api.Post(id);

        var error = (await Cancel(id, new { reason = "Too late." })).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        ((string?)error["details"]!["status"]).Should().Be(status);
        (await api.Post(id)).ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task Cancel_WithAReasonThatIsNone_IsRefused()
    {
        var id = await api.QueuedPost(await api.Open());

        (await Cancel(id, new { reason = 5 })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "reason");
        (await Cancel(id, new { reason = new string('x', 1_025) })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "reason");

        (await api.StatusOf(id)).Should().Be("queued");
    }

    [Fact]
    public async Task Cancel_OfAnotherOrganizationsPost_Is404()
    {
        var id = await api.QueuedPost(await api.Open());
        var stranger = await Given.Organization(api.Server);

        (await stranger.Client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private Task<Answer> Cancel(string id, object body) => api.Client.Call(HttpMethod.Delete, $"/v1/scheduled-posts/{id}", JsonContent.Create(body));
}
