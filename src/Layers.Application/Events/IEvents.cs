using Layers.Domain;
using NodaTime;

namespace Layers.Application.Events;

/// <summary>
/// What happened, in the order that consumers see. An event gets its position after it was committed, so positions only grow, have no gaps,
/// and nothing ever appears behind one that was read.
/// </summary>
public interface IEvents
{
    /// <summary>Organizations with events that have no position yet.</summary>
    Task<IReadOnlyList<OrganizationId>> ListOrganizationsToPosition(CancellationToken cancellationToken);

    /// <summary>Gives up to <paramref name="atMost"/> committed events of the organization their positions, and returns them.</summary>
    Task<PositionedRange> Position(OrganizationId organization, int atMost, CancellationToken cancellationToken);

    /// <summary>In order, from behind the filter's position on.</summary>
    Task<FoundEvents> List(OrganizationId organization, EventFilter filter, CancellationToken cancellationToken);
}

/// <summary>Positions behind <paramref name="After"/>, up to and with <paramref name="UpTo"/>.</summary>
public sealed record PositionedRange(long After, long UpTo)
{
    public static readonly PositionedRange None = new(0, 0);

    public int Count => (int)(UpTo - After);
}

/// <param name="Types">None means all.</param>
/// <param name="Since">Only what happened then or later.</param>
public sealed record EventFilter(IReadOnlyList<string> Types, Instant? Since, long After, int Limit);

/// <param name="ReadUpTo">Events up to here that are not among those found do not match the filter.</param>
/// <param name="LastPosition">Of the newest event of the organization; 0 when it has none.</param>
/// <param name="RemovedUpTo">Events up to here were removed for their age; 0 when none were.</param>
public sealed record FoundEvents(IReadOnlyList<PositionedEvent> Events, long ReadUpTo, long LastPosition, long RemovedUpTo);

public sealed record PositionedEvent(EventId Id, string Type, Instant OccurredAt, JsonText Data, long Position);
