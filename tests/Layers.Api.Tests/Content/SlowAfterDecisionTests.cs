using System.Collections.Concurrent;
using System.Net;
using Layers.Api.Composition;
using Layers.Application.Seams;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Content;

/// <summary>An observer that never returns after a decision.</summary>
public sealed class SlowAfterDecisionTests
{
    [Fact]
    public async Task Approve_IsNotHeldByIt()
    {
        var time = new TurnedTime();
        await using var server = await ApiServer.Start(time: time, parts: new Parts(layers => layers.AddAfterDecision<Stuck>().Services.AddSingleton<Calls>()));
        var given = await Given.Organization(server);
        var container = await given.Pending(await given.GatedProject());

        var approving = given.Client.PostJson($"/v1/content/{container}/approve");
        var canceled = await server.Services.GetRequiredService<Calls>().First.Task.InTime();
        time.Elapse();

        (await approving.InTime()).Status.Should().Be(HttpStatusCode.OK);
        canceled.IsCancellationRequested.Should().BeTrue();
    }

    /// <summary>What waits for ten seconds waits until they are over.</summary>
    private sealed class TurnedTime : TimeProvider
    {
        private readonly ConcurrentQueue<Action> waiting = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != TimeSpan.FromSeconds(10))
                return base.CreateTimer(callback, state, dueTime, period);
            waiting.Enqueue(() => callback(state));
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        public void Elapse()
        {
            foreach (var act in waiting)
                act();
        }
    }

    private sealed class Calls
    {
        public TaskCompletionSource<CancellationToken> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Stuck(Calls calls) : IAfterDecision
    {
        public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
        {
            calls.First.TrySetResult(cancellationToken);
            return new TaskCompletionSource().Task;
        }
    }
}
