using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>How long to wait before trying again: four times as long after each failure, give or take a quarter, so that many do not come back at once.</summary>
public static class Backoff
{
    private const double FirstSeconds = 5;
    private const double Growth = 4;
    private const double Spread = 0.25;

    /// <param name="attempts">How many attempts have failed, from 1.</param>
    public static Duration After(int attempts)
    {
        var jitter = 1 + (Spread * ((2 * Random.Shared.NextDouble()) - 1));
        return Duration.FromSeconds(FirstSeconds * Math.Pow(Growth, attempts - 1) * jitter);
    }
}
