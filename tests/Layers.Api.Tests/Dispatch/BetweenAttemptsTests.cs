using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A post whose relay could not take it: what it shows, and what can be done with it before the next attempt and during one.</summary>
public sealed class BetweenAttemptsTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    private static readonly Duration Lease = Duration.FromSeconds(150);

    [Fact]
    public async Task Post_ShowsWhatTheLastAttemptSaidAndWhenTheNextIsDue()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        var queued = await api.Post(id);
        ((string?)queued["nextAttemptAt"], (int)queued["attempts"]!, queued["lastError"]).Should().Be(((string?)queued["scheduledFor"], 0, null));
        relay.Answer = (context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "600";
            return Task.CompletedTask;
        };

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!, (string?)post["nextAttemptAt"]).Should().Be(("publishing", 1, api.In(Duration.FromMinutes(10))));
        ((string?)post["lastError"]!["code"], (string?)post["lastError"]!["message"]).Should().Be(("RELAY_UNAVAILABLE", "The relay answered 503."));
        post["failure"].Should().BeNull("it has not failed for good");

        relay.Answer = Relay.Take;
        await api.DispatchInAnHour();
        post = await api.Post(id);
        ((string?)post["status"], post["nextAttemptAt"], post["lastError"]).Should().Be(("published", null, null));
    }

    [Fact]
    public async Task Post_ThatFailed_KeepsItsLastError()
    {
        await using var relay = await Relay.Start();
        relay.Refuse(400);
        var id = await api.QueuedPost(await api.Open(relay));

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["lastError"]!["code"], (string?)post["failure"]!["code"], post["nextAttemptAt"]).Should().Be(("RELAY_REFUSED", "RELAY_REFUSED", null));
    }

    [Fact]
    public async Task Cancel_BetweenTwoAttempts_EndsIt()
    {
        await using var relay = await Relay.Start();
        var (_, id) = await Tried(relay);

        var answer = await api.Client.DeleteJson($"/v1/scheduled-posts/{id}");

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        (answer.Text("status"), (string?)answer.Json["lastError"]!["code"], answer.Json["nextAttemptAt"]).Should().Be(("canceled", "RELAY_UNAVAILABLE", null));
        (await api.Given.AuditOf(answer)).Should().ContainSingle();
        await ShouldNotBeSentAgain(relay);
    }

    [Fact]
    public async Task Cancel_WhileAnAttemptIsInFlight_IsRefused()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        var (asked, answer) = Hold(relay);
        api.Clock.Advance(Steps.Hour);
        var dispatching = api.Server.DispatchDuePosts();
        await asked.InTime();

        var error = (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        ((string?)error["details"]!["status"]).Should().Be("publishing");
        ((string?)error["message"]).Should().Be("Scheduled post is being published right now.");
        (await api.Post(id))["nextAttemptAt"].Should().BeNull("one is in flight");

        answer.SetResult();
        await dispatching;
        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Cancel_AfterTheDispatcherDied_IsRefusedUntilItsLeaseEnds()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        api.Clock.Advance(Steps.Hour);
        using var death = new CancellationTokenSource();
        relay.Answer = async (_, _) => await death.CancelAsync();
        await api.Server.Invoking(it => it.DispatchDuePosts(death.Token)).Should().ThrowAsync<OperationCanceledException>();

        api.Clock.Advance(Lease - Duration.FromMilliseconds(1));
        (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        api.Clock.Advance(Duration.FromMilliseconds(1));

        (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}")).Status.Should().Be(HttpStatusCode.OK);
        await ShouldNotBeSentAgain(relay);
    }

    [Fact]
    public async Task Reschedule_BetweenTwoAttempts_IsRefused()
    {
        await using var relay = await Relay.Start();
        var (_, id) = await Tried(relay);
        var before = await api.Post(id);

        var answer = await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(Steps.Hour) });

        var error = answer.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        ((string?)error["message"]).Should().Be("Scheduled post was tried already and keeps its hour.");
        (await api.Post(id)).ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task Archive_EndsAPostBetweenTwoAttempts()
    {
        await using var relay = await Relay.Start();
        var (scene, id) = await Tried(relay);

        var answer = await api.Client.DeleteJson($"/v1/projects/{scene.Project}");

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["cancelReason"]).Should().Be(("canceled", "The project was archived."));
        (await api.Given.AuditOf(answer)).Should().HaveCount(2);
        await ShouldNotBeSentAgain(relay);
    }

    [Fact]
    public async Task Archive_WhileAnAttemptIsInFlight_IsItsLast()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        var (asked, answer) = Hold(relay, status: 503);
        api.Clock.Advance(Steps.Hour);
        var dispatching = api.Server.DispatchDuePosts();
        await asked.InTime();
        (await api.Client.DeleteJson($"/v1/projects/{scene.Project}")).Status.Should().Be(HttpStatusCode.OK);
        answer.SetResult();
        await dispatching;

        await api.DispatchInAnHour();

        relay.Requests.Should().ContainSingle();
        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["cancelReason"], (int)post["attempts"]!).Should().Be(("canceled", "The project was archived.", 1));
        (await api.EventsOf("post.canceled")).Should().Contain(data => (string?)data["scheduledPostId"] == id);
    }

    [Fact]
    public async Task Disconnect_EndsAPostBetweenTwoAttempts()
    {
        await using var relay = await Relay.Start();
        var (scene, id) = await Tried(relay);

        await api.Disconnect(scene);

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", "SOCIAL_ACCOUNT_DISCONNECTED"));
        ((string?)post["lastError"]!["code"]).Should().Be("RELAY_UNAVAILABLE");
        await ShouldNotBeSentAgain(relay);
    }

    [Fact]
    public async Task Cancel_AmongDispatchers_EitherEndsThePostOrIsRefused()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var ids = (await api.Schedule(scene, targets: 20)).PostIds();
        api.Clock.Advance(Steps.Hour);

        var dispatching = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (await api.Server.DispatchDuePosts() > 0)
            {
            }
        }));
        var answers = await Crowd.Of(ids.Count, index => api.Client.DeleteJson($"/v1/scheduled-posts/{ids[index]}"));
        await dispatching;
        await api.Dispatch();

        answers.Select(answer => answer.Status).Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.Conflict);
        foreach (var (answer, id) in answers.Zip(ids))
        {
            var sent = relay.Requests.Count(request => request.Key == id);
            (await api.StatusOf(id), sent).Should().Be(answer.Status == HttpStatusCode.OK ? ("canceled", 0) : ("published", 1));
        }
    }

    /// <summary>A post whose first attempt got 503.</summary>
    private async Task<(Scene Scene, string Id)> Tried(Relay relay)
    {
        relay.Refuse(503);
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        (await api.StatusOf(id)).Should().Be("publishing");
        return (scene, id);
    }

    /// <summary>The relay lets whoever comes wait for its answer.</summary>
    private static (Task Asked, TaskCompletionSource Answer) Hold(Relay relay, int status = 200)
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        relay.Answer = async (context, request) =>
        {
            asked.TrySetResult();
            await answer.Task;
            context.Response.StatusCode = status;
            await Relay.Take(context, request);
        };
        return (asked.Task, answer);
    }

    private async Task ShouldNotBeSentAgain(Relay relay)
    {
        relay.Answer = Relay.Take;
        await api.DispatchInAnHour();
        relay.Requests.Should().ContainSingle();
    }
}
