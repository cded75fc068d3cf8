using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>How long before silence approves it is announced: a share of the window, but at most <paramref name="AtMost"/>.</summary>
/// <param name="Share">More than 0 and at most 1.</param>
public sealed record ExpiryNotice(double Share, Duration AtMost)
{
    public static readonly ExpiryNotice Default = new(0.1, Duration.FromHours(1));

    /// <summary>In whole milliseconds, as every instant is.</summary>
    public Duration LeadOf(ReviewWindow window) =>
        Duration.FromMilliseconds(Math.Round(Math.Min(window.Length.TotalSeconds * Share, AtMost.TotalSeconds) * 1_000));
}
