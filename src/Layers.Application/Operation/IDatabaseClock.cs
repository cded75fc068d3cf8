using NodaTime;

namespace Layers.Application.Operation;

/// <summary>The clock of PostgreSQL: the one that all nodes can compare theirs with. Nothing takes its time from it.</summary>
public interface IDatabaseClock
{
    Task<Instant> GetCurrentInstant(CancellationToken cancellationToken);
}
