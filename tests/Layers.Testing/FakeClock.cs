using Layers.Domain;
using NodaTime;
using NodaTime.Text;

namespace Layers.Testing;

/// <summary>Stands still until it is turned.</summary>
public sealed class FakeClock : IClock
{
    private readonly Lock turning = new();
    private Instant now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);

    public Instant GetCurrentInstant()
    {
        lock (turning)
            return now;
    }

    public void Advance(Duration by)
    {
        lock (turning)
            now += by;
    }

    public void TurnTo(Instant instant)
    {
        lock (turning)
            now = instant;
    }

    /// <summary>The present as answers show it.</summary>
    public override string ToString() => InstantPattern.ExtendedIso.Format(this.Now());
}
