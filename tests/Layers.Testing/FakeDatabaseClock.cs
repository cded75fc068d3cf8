using Layers.Application.Operation;
using NodaTime;

namespace Layers.Testing;

/// <summary>PostgreSQL's clock, in tests that turn the server's.</summary>
internal sealed class FakeDatabaseClock(IClock clock) : IDatabaseClock
{
    public Task<Instant> GetCurrentInstant(CancellationToken cancellationToken) => Task.FromResult(clock.GetCurrentInstant());
}
