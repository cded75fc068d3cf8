using Layers.Application.Ports;
using NodaTime;

namespace Layers.Application.Operation;

/// <summary>How far this node's clock is from PostgreSQL's, by the last comparison.</summary>
public sealed class NodeClock(IDatabaseClock database, ServerClock clock, TimeProvider time, GateSignals signals)
{
    /// <summary>From here on it is worth a warning.</summary>
    public static readonly Duration Noticeable = Duration.FromSeconds(5);

    /// <summary>From here on what is due by the clock would be done at a wrong time, and this node leaves it to others.</summary>
    public static readonly Duration TooFar = Duration.FromMinutes(1);

    /// <summary>How far apart two nodes may be while both still do what is due by the clock: one ahead of PostgreSQL, the other behind it.</summary>
    public static readonly Duration FurthestApart = 2 * TooFar;

    private volatile ClockSkew? last;

    public bool IsTooFarOff => last?.IsBeyond(TooFar) == true;

    /// <summary>Compares once. When the database cannot be asked, this fails as it does, and the last comparison stands.</summary>
    public async Task<ClockSkew> Compare(CancellationToken cancellationToken)
    {
        // Measured, not read from the clock again: somebody may be setting it.
        var asked = time.GetTimestamp();
        var ours = clock.GetCurrentInstant();
        var theirs = await database.GetCurrentInstant(cancellationToken);
        var roundTrip = Duration.FromTimeSpan(time.GetElapsedTime(asked));

        var skew = new ClockSkew(ours + roundTrip / 2 - theirs, roundTrip / 2);
        signals.SawClock(skew.Ahead);
        return last = skew;
    }
}

/// <param name="Ahead">By how much this node's clock is ahead of PostgreSQL's; negative when it is behind.</param>
/// <param name="Uncertainty">By how much that may be wrong at most: PostgreSQL read its clock at some time during the round trip.</param>
public sealed record ClockSkew(Duration Ahead, Duration Uncertainty)
{
    /// <summary>Whether it is certainly more than that, in either direction.</summary>
    public bool IsBeyond(Duration limit) => Duration.Max(Ahead, -Ahead) - Uncertainty > limit;
}
