using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>How long to wait before trying again: four times as long after each failure, give or take a quarter, so that many do not come back at once.</summary>
public static class Backoff
{
    private const double FirstSeconds = 5;
    private const double Growth = 4;
    private const double Spread = 0.25;

    /// <param name="attempts">How many attempts have failed, from 1.</param>
    public static Duration After(int attempts) => Jittered(Duration.FromSeconds(FirstSeconds * Math.Pow(Growth, attempts - 1)));

    /// <summary>The pause, give or take a quarter.</summary>
    public static Duration Jittered(Duration pause) => pause * (1 + (Spread * ((2 * Random.Shared.NextDouble()) - 1)));
}
