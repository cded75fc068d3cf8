using NodaTime;
using NodaTime.Testing;

namespace Layers.Testing;

/// <summary>A clock that stands still until a test turns it, at the same hour for every test.</summary>
public static class StoppedClock
{
    public static FakeClock Create() => new(Instant.FromUtc(2026, 4, 18, 9, 40, 12));
}
