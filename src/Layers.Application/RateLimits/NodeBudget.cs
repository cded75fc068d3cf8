using NodaTime;

namespace Layers.Application.RateLimits;

/// <summary>
/// What this node holds of one budget in one window. It is taken over in slices, so that most requests cost no round trip: the first is one request, each
/// further one as much as all before and one more, a tenth of the limit at the most. So a node on which a key makes few requests keeps few from the others.
/// </summary>
internal sealed class NodeBudget(IRateBudgets budgets, RateBudget budget, Instant window)
{
    private readonly Lock taking = new();
    private readonly int largestSlice = LargestSlice(budget.Limit);
    private int leased;
    private int held;
    private int left = budget.Limit;
    private Task lease = Task.CompletedTask;

    public Instant End => window + IRateBudgets.Window;

    /// <summary>The most that a node can hold without using it.</summary>
    public static int LargestSlice(int limit) => Math.Max(1, limit / 10);

    /// <summary>One of those held here, or a refusal once there are none anywhere; null when the others have to be asked.</summary>
    public Taken? TryTake()
    {
        lock (taking)
        {
            if (held > 0)
                return new Taken(IsGranted: true, --held + left);
            return left > 0 ? null : new Taken(IsGranted: false, Remaining: 0);
        }
    }

    public async ValueTask<Taken> Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } taken)
                return taken;
            await Lease().WaitAsync(cancellationToken);
        }
    }

    /// <summary>However many wait, one asks. The caller who happens to be first may leave without taking the response from the others.</summary>
    private Task Lease()
    {
        lock (taking)
        {
            if (lease.IsCompleted && held == 0 && left > 0)
                lease = LeaseSlice(Math.Min(leased + 1, largestSlice));
            return lease;
        }
    }

    private async Task LeaseSlice(int wanted)
    {
        var grant = await budgets.Lease(budget, window, wanted, CancellationToken.None);
        lock (taking)
        {
            leased += grant.Granted;
            held += grant.Granted;
            left = grant.Left;
        }
    }
}

/// <param name="Remaining">What this node holds, and what was left for all when it last asked.</param>
internal readonly record struct Taken(bool IsGranted, int Remaining);
