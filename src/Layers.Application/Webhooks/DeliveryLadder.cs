using Layers.Application.Scheduling;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>How long to wait after each failed attempt: at first seconds, at last a day, give or take a quarter.</summary>
public static class DeliveryLadder
{
    /// <summary>The first attempt is made at once.</summary>
    public static readonly IReadOnlyList<Duration> Pauses =
    [
        Duration.FromSeconds(30), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15),
        Duration.FromHours(1), Duration.FromHours(6), Duration.FromHours(24),
    ];

    public static readonly Duration LongestPause = Duration.FromHours(24);

    /// <summary>The next pause of a delivery that has attempts left; as long as the endpoint asked, if that is longer, but never beyond <see cref="LongestPause"/> for its sake.</summary>
    public static Duration PauseOf(WebhookDelivery delivery, Duration? asked)
    {
        var step = Backoff.Jittered(Pauses[Math.Clamp(WebhookDelivery.MostAttempts - delivery.AttemptsLeft, 1, Pauses.Count) - 1]);
        return Backoff.AtLeast(step, asked, LongestPause);
    }
}
