using Layers.Application.Scheduling;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;

namespace Layers.Application.Seams;

/// <summary>
/// Learns of approvals and rejections inside the transaction that makes them, by persons, programs and silence alike. What it writes is committed with
/// the decision or not at all; when it throws, the decision is not made.
/// </summary>
public interface IDecisionObserver
{
    /// <param name="decided">Containers of one project, decided at the same moment by the same actor.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken);
}

/// <summary>
/// Learns of approvals and rejections once they are committed, on the node that made them, before the answer goes out. Nothing undoes the decision: when it
/// throws, that is logged. A node that dies in between tells nobody; what must not be missed belongs to <see cref="IDecisionObserver"/> or to a consumer
/// of the events.
/// </summary>
public interface IAfterDecision
{
    /// <param name="decided">Containers of one project, decided at the same moment by the same actor.</param>
    /// <param name="cancellationToken">Canceled after 10 seconds. The server then waits no longer, and logs it.</param>
    Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken);
}

/// <summary>A container with what its decision made of the posts that waited for it.</summary>
/// <param name="Promoted">The posts that an approval queued, or why it could not; null when none waited.</param>
/// <param name="Dropped">The posts that a rejection canceled.</param>
public sealed record DecidedContainer(Container Container, PromotedSchedule? Promoted, IReadOnlyList<ScheduledPost> Dropped);
