using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>How long to wait before the next attempt: four times as long after each failure, give or take a quarter, so that many do not come back at once.</summary>
public static class Backoff
{
    private const double FirstSeconds = 5;
    private const double Growth = 4;
    private const double Spread = 0.25;

    /// <summary>The longest pause that a relay's <c>Retry-After</c> makes.</summary>
    public static readonly Duration LongestHint = Duration.FromHours(1);

    /// <param name="attempts">How many attempts have failed, from 1.</param>
    public static Duration After(int attempts) => Jittered(Duration.FromSeconds(FirstSeconds * Math.Pow(Growth, attempts - 1)));

    /// <summary>The pause, or as long as the other side asked if that is longer. A hint never shortens a pause, and never makes one longer than <paramref name="longest"/>.</summary>
    public static Duration AtLeast(Duration pause, Duration? asked, Duration longest) =>
        asked is { } hint ? Duration.Max(pause, Duration.Min(hint, longest)) : pause;

    /// <summary>The pause, give or take a quarter.</summary>
    public static Duration Jittered(Duration pause) => pause * (1 + (Spread * ((2 * Random.Shared.NextDouble()) - 1)));
}
