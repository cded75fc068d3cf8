using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <param name="NextAttemptAt">Null when there will be none.</param>
public sealed record WebhookDeliveryView(
    WebhookEndpointId WebhookEndpointId,
    EventId EventId,
    string EventType,
    Instant OccurredAt,
    DeliveryStatus Status,
    int Attempts,
    Instant? NextAttemptAt,
    Instant? LastAttemptAt,
    int? LastStatusCode,
    DeliveryError? LastError,
    Instant? DeliveredAt,
    Instant CreatedAt)
{
    public static WebhookDeliveryView From(WebhookDeliveryState delivery) =>
        new(
            delivery.Endpoint,
            delivery.Event,
            delivery.EventType,
            delivery.OccurredAt,
            delivery.Status,
            delivery.Attempts,
            delivery.DueAt,
            delivery.LastAttemptAt,
            delivery.LastStatusCode,
            delivery.LastError,
            delivery.DeliveredAt,
            delivery.CreatedAt);
}
