using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="EventId">Also the <c>webhook-id</c> of every attempt.</param>
/// <param name="NextAttemptAt">Null when there will be none.</param>
/// <param name="LastError">Of the last attempt: <c>refused</c>, <c>timeout</c>, <c>unreachable</c>, <c>private_address</c>, <c>gone</c>, <c>disabled</c> or <c>interrupted</c>.</param>
public sealed record WebhookDeliveryView(
    WebhookEndpointId WebhookEndpointId,
    EventId EventId,
    [property: SameAs<ListWebhookDeliveries>(nameof(ListWebhookDeliveries.EventType))] string EventType,
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
