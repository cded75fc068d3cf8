using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Nodes whose clocks are as far apart as nodes that are ready may be: an attempt is in flight for all of them, until its relay is given up.</summary>
public sealed class ClocksApartTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    [Theory]
    [InlineData(50, 11)]
    [InlineData(120, 15)]
    public async Task Attempt_OnTheNodeBehind_IsNeitherCanceledNorRepeatedByTheNodeAhead(int secondsApart, int secondsIntoTheAttempt)
    {
        var clock = StoppedClock.Create();
        await using var ahead = await ApiServer.Start(RelayFixture.Allowed, api.Server.Database, clock);
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        relay.Answer = async (context, request) =>
        {
            asked.TrySetResult();
            await answer.Task;
            await Relay.Take(context, request);
        };
        api.Clock.Advance(Steps.Hour);
        var dispatching = api.Server.DispatchDuePosts();
        await asked.Task.InTime();

        clock.Reset(api.Clock.GetCurrentInstant() + Duration.FromSeconds(secondsApart + secondsIntoTheAttempt));
        using var client = ahead.Client(api.Given.Key.Text.Reveal());
        (await client.DeleteJson($"/v1/scheduled-posts/{id}")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        await ahead.DispatchDuePosts();

        answer.SetResult();
        await dispatching;
        (await api.StatusOf(id)).Should().Be("published");
        relay.Requests.Should().ContainSingle();
    }
}
