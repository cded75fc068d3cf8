using System.Collections.Concurrent;
using Layers.Application.Ports;
using Layers.Application.RateLimits;
using Layers.Domain.RateLimits;
using NodaTime;

namespace Layers.Application.Tests.RateLimits;

public sealed class NodeBudgetsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 4, 18, 9, 40, 12);

    private readonly Shared shared = new();
    private readonly NodeBudgets node;

    public NodeBudgetsTests() => node = new NodeBudgets(shared, new ServerClock(shared));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 11)]
    [InlineData(120, 13)]
    [InlineData(6_000, 19)]
    public async Task Budget_IsTakenOverInFewSlices(int limit, int roundTrips)
    {
        var budget = Budget(limit);

        for (var i = 1; i <= limit; i++)
            (await Take(budget)).Should().Be(new RateTicket(IsGranted: true, limit, limit - i, ResetSeconds: 48));
        for (var i = 0; i < 100; i++)
            (await Take(budget)).Should().Be(new RateTicket(IsGranted: false, limit, Remaining: 0, ResetSeconds: 48));

        shared.Asked.Should().Be(roundTrips);
    }

    [Fact]
    public async Task Node_HoldsNoMoreThanItHasUsed_NorMoreThanATenth()
    {
        var budget = Budget(600);
        for (var used = 1; used <= 600; used++)
        {
            await Take(budget);

            (shared.LeasedInAll - used).Should().BeLessThan(Math.Min(used + 1, 60));
        }
    }

    [Fact]
    public async Task Node_WhenOthersHaveUsedTheBudgetUp_AsksOnceAndRemembers()
    {
        var budget = Budget(120);
        await Take(budget);
        await shared.Lease(budget, Instant.FromUtc(2026, 4, 18, 9, 40), wanted: 119, CancellationToken.None);
        var asked = shared.Asked;

        for (var i = 0; i < 10; i++)
            (await Take(budget)).IsGranted.Should().BeFalse();

        shared.Asked.Should().Be(asked + 1);
    }

    [Theory]
    [InlineData(0, 48)]
    [InlineData(47_500, 1)]
    [InlineData(47_999, 1)]
    [InlineData(48_000, 60)]
    [InlineData(48_001, 60)]
    public async Task Window_EndsWithTheMinute(int milliseconds, int resetSeconds)
    {
        shared.Now += Duration.FromMilliseconds(milliseconds);

        (await Take(Budget(120))).ResetSeconds.Should().Be(resetSeconds);
    }

    [Fact]
    public async Task Budget_IsWholeAgainInTheNextWindow()
    {
        var budget = Budget(20);
        for (var i = 0; i < 21; i++)
            await Take(budget);

        shared.Now += Duration.FromSeconds(48);

        (await Take(budget)).Should().Be(new RateTicket(IsGranted: true, 20, 19, ResetSeconds: 60));
    }

    [Fact]
    public async Task Straggler_WhoReadTheClockBeforeTheTurn_CountsOnTheNewWindow()
    {
        var budget = Budget(20);
        shared.Now += Duration.FromSeconds(48);
        await Take(budget);

        shared.Now -= Duration.FromMilliseconds(1);
        await Take(budget);
        shared.Now += Duration.FromMilliseconds(1);

        (await Take(budget)).Remaining.Should().Be(17, "what was leased for the new window is still there");
    }

    [Fact]
    public async Task Clock_SetBackByMoreThanAWindow_IsFollowed()
    {
        await Take(Budget(20));

        shared.Now -= Duration.FromMinutes(5);

        (await Take(Budget(20))).ResetSeconds.Should().Be(48);
    }

    [Fact]
    public async Task Crowd_AsksOnceAtATime()
    {
        var budget = Budget(120);
        shared.Hold = new TaskCompletionSource();
        var crowd = Enumerable.Range(0, 200).Select(_ => Take(budget)).ToList();
        shared.Asked.Should().Be(1);

        shared.Hold.SetResult();

        (await Task.WhenAll(crowd)).Count(ticket => ticket.IsGranted).Should().Be(120);
        shared.AtTheSameTime.Should().Be(1);
    }

    [Fact]
    public async Task Caller_WhoLeavesWhileAsking_TakesNothingFromTheOthers()
    {
        var budget = Budget(120);
        shared.Hold = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var first = node.Take(budget, leaving.Token).AsTask();
        var second = Take(budget);

        await leaving.CancelAsync();
        shared.Hold.SetResult();

        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await second).Remaining.Should().Be(119);
    }

    [Fact]
    public async Task Failure_IsToldToAllWhoWait_AndTheNextAsksAgain()
    {
        var budget = Budget(120);
        shared.Hold = new TaskCompletionSource();
        var waiting = new[] { Take(budget), Take(budget) };

        shared.Hold.SetException(new IOException("gone"));

        foreach (var task in waiting)
            await task.Invoking(one => one).Should().ThrowAsync<IOException>();
        shared.Hold = null;
        (await Take(budget)).IsGranted.Should().BeTrue();
    }

    private Task<RateTicket> Take(RateBudget budget) => node.TryTake(budget) is { } ticket ? Task.FromResult(ticket) : node.Take(budget, CancellationToken.None).AsTask();

    private static RateBudget Budget(int limit) => new(default, default, EndpointClass.ReadLight, limit);

    /// <summary>The clock, and the budgets in memory.</summary>
    private sealed class Shared : IClock, IRateBudgets
    {
        private readonly ConcurrentDictionary<(RateBudget, Instant), int> leased = new();
        private int atThisTime;

        public Instant Now { get; set; } = Start;

        public int Asked { get; private set; }

        public int AtTheSameTime { get; private set; }

        /// <summary>Nobody is answered before it is completed.</summary>
        public TaskCompletionSource? Hold { get; set; }

        public Instant GetCurrentInstant() => Now;

        public int LeasedInAll => leased.Values.Sum();

        public async Task<RateGrant> Lease(RateBudget budget, Instant window, int wanted, CancellationToken cancellationToken)
        {
            Asked++;
            AtTheSameTime = Math.Max(AtTheSameTime, Interlocked.Increment(ref atThisTime));
            if (Hold is not null)
                await Hold.Task;
            Interlocked.Decrement(ref atThisTime);
            var before = leased.GetValueOrDefault((budget, window));
            var granted = Math.Min(wanted, budget.Limit - before);
            leased[(budget, window)] = before + granted;
            return new RateGrant(granted, budget.Limit - before - granted);
        }
    }
}
