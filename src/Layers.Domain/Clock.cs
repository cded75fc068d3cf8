using NodaTime;

namespace Layers.Domain;

public static class Clock
{
    /// <summary>The present, cut to milliseconds: what is shown is what is stored, so a filter on a shown instant is exact.</summary>
    public static Instant Now(this IClock clock) => clock.GetCurrentInstant().CutToMilliseconds();

    public static Instant CutToMilliseconds(this Instant instant) =>
        Instant.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
