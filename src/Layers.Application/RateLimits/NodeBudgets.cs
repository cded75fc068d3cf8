using System.Collections.Concurrent;
using Layers.Application.Ports;
using NodaTime;

namespace Layers.Application.RateLimits;

/// <summary>
/// Counts requests against the budgets of their keys, on this node. What it holds lives as long as the window, by the server's clock; keys that are idle
/// leave nothing behind.
/// </summary>
public sealed class NodeBudgets(IRateBudgets budgets, ServerClock clock)
{
    private readonly Lock turning = new();
    private volatile Present present = new(Instant.MinValue);

    /// <summary>Counts one request, if that can be said without asking the database; null when it cannot.</summary>
    public RateTicket? TryTake(RateBudget budget)
    {
        var (share, now) = ShareOf(budget);
        return share.TryTake() is { } taken ? Ticket(budget, share, now, taken) : null;
    }

    /// <summary>Counts one request. Fails as the database does when it has to be asked and is out of reach.</summary>
    public async ValueTask<RateTicket> Take(RateBudget budget, CancellationToken cancellationToken)
    {
        var (share, now) = ShareOf(budget);
        return Ticket(budget, share, now, await share.Take(cancellationToken));
    }

    private (NodeBudget Share, Instant Now) ShareOf(RateBudget budget)
    {
        var now = clock.GetCurrentInstant();
        var window = WindowAt(now);
        return (window.Shares.GetOrAdd(budget, static (of, window) => new NodeBudget(window.Budgets, of, window.Start), (Budgets: budgets, window.Start)), now);
    }

    private Present WindowAt(Instant now)
    {
        var start = Instant.FromUnixTimeTicks(now.ToUnixTimeTicks() / IRateBudgets.Window.BclCompatibleTicks * IRateBudgets.Window.BclCompatibleTicks);
        var known = present;
        return start == known.Start ? known : Turn(start);
    }

    // Two requests may meet at the turn: the later must not bring the old window back, nor throw away what was leased for the new one.
    // Only a clock that was set back does.
    private Present Turn(Instant start)
    {
        lock (turning)
        {
            var isLate = start <= present.Start && present.Start - start <= IRateBudgets.Window;
            return isLate ? present : present = new Present(start);
        }
    }

    private static RateTicket Ticket(RateBudget budget, NodeBudget share, Instant now, Taken taken)
    {
        var seconds = (int)Math.Ceiling((share.End - now).TotalSeconds);
        return new RateTicket(taken.IsGranted, budget.Limit, taken.Remaining, Math.Max(1, seconds));
    }

    private sealed record Present(Instant Start)
    {
        public ConcurrentDictionary<RateBudget, NodeBudget> Shares { get; } = new();
    }
}

/// <param name="Remaining">As far as this node knows; other nodes may have taken some since.</param>
/// <param name="ResetSeconds">Until the window ends, at least 1.</param>
public readonly record struct RateTicket(bool IsGranted, int Limit, int Remaining, int ResetSeconds);
