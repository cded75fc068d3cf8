using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A dispatcher dies, or falls asleep, after it has claimed a post.</summary>
public sealed class CrashTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    private static readonly Duration Lease = Duration.FromSeconds(150);

    [Fact]
    public async Task Post_OfADeadDispatcher_IsTakenUpWithTheSameKeyWhenItsClaimEnds()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        api.Clock.Advance(Steps.Hour);
        using var death = new CancellationTokenSource();
        relay.Answer = async (context, request) =>
        {
            await death.CancelAsync();
            await Relay.Take(context, request);
        };
        await this.Invoking(it => it.Dispatch(death.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await api.StatusOf(id)).Should().Be("publishing");
        relay.Answer = Relay.Take;

        api.Clock.Advance(Lease - Duration.FromMilliseconds(1));
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("publishing", "the claim is not over");
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await api.Dispatch();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["externalId"], (int)post["attempts"]!).Should().Be(("published", $"ext-{id}", 2));
        relay.Requests.Select(request => request.Key).Should().Equal(id, id);
    }

    [Fact]
    public async Task Post_WhoseDispatchersDieFiveTimes_IsGivenUp()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        api.Clock.Advance(Steps.Hour);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var death = new CancellationTokenSource();
            relay.Answer = async (_, _) => await death.CancelAsync();
            await this.Invoking(it => it.Dispatch(death.Token)).Should().ThrowAsync<OperationCanceledException>();
            api.Clock.Advance(Lease);
        }

        await api.Dispatch();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"], (int)post["attempts"]!).Should().Be(("failed", "ATTEMPTS_EXHAUSTED", 5));
        relay.Requests.Should().HaveCount(5);
        (await api.Given.Audit())[^1].Type.Should().Be("scheduled_post.failed");
    }

    [Theory]
    [InlineData(400, "published", 200)]
    [InlineData(200, "failed", 400)]
    [InlineData(200, "publishing", 503)]
    public async Task Claim_ThatWasTakenOver_IsNotWrittenDownByTheFirst(int first, string status, int second)
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        api.Clock.Advance(Steps.Hour);
        var (asleep, awake) = (new TaskCompletionSource(), new TaskCompletionSource());
        relay.Answer = async (context, request) =>
        {
            asleep.SetResult();
            await awake.Task;
            await Answer(context, request, first);
        };
        var sleeper = api.Server.DispatchDuePosts();
        await asleep.Task;

        relay.Answer = (context, request) => Answer(context, request, second);
        api.Clock.Advance(Lease);
        await api.Server.DispatchDuePosts();
        var after = await api.Post(id);
        var audit = await api.Given.Audit();
        awake.SetResult();
        await sleeper;

        ((string?)after["status"]).Should().Be(status);
        (await api.Post(id)).ToJsonString().Should().Be(after.ToJsonString());
        (await api.Given.Audit()).Should().HaveSameCount(audit);
    }

    [Fact]
    public async Task Failure_OfOneAnswer_LosesNoneOfTheOthers()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var ids = (await api.Schedule(scene, targets: 5)).PostIds();
        relay.Answer = (context, request) => Answer(context, request, request.Key == ids[2] ? 400 : 200);

        await api.DispatchInAnHour();

        foreach (var id in ids)
            (await api.StatusOf(id)).Should().Be(id == ids[2] ? "failed" : "published");
    }

    private Task<int> Dispatch(CancellationToken death) => api.Server.DispatchDuePosts(death);

    private static Task Answer(HttpContext context, RelayRequest request, int status)
    {
        context.Response.StatusCode = status;
        return Relay.Take(context, request);
    }
}
