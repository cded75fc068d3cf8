using Layers.Application;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Infrastructure.Webhooks;

internal sealed record WebhookDeliveryRow
{
    public const string Columns =
        """
        d.webhook_endpoint_id, d.event_id, d.event_type, d.occurred_at, d.status, d.attempts, d.attempts_left, d.due_at, d.last_attempt_at,
        d.last_status_code, d.last_error, d.delivered_at, d.created_at
        """;

    public Guid WebhookEndpointId { get; init; }

    public Guid EventId { get; init; }

    public string EventType { get; init; } = "";

    public Instant OccurredAt { get; init; }

    public string Status { get; init; } = "";

    public int Attempts { get; init; }

    public int AttemptsLeft { get; init; }

    public Instant? DueAt { get; init; }

    public Instant? LastAttemptAt { get; init; }

    public int? LastStatusCode { get; init; }

    public string? LastError { get; init; }

    public Instant? DeliveredAt { get; init; }

    public Instant CreatedAt { get; init; }

    /// <summary>Of the event, where the statement reads it; null for a test, which is an event of no table.</summary>
    public long? Position { get; init; }

    /// <summary>The same.</summary>
    public string? Data { get; init; }

    public string? TraceParent { get; init; }

    public WebhookDelivery ToDomain(OrganizationId organization) => new(ToState(organization));

    public WebhookDeliveryState ToState(OrganizationId organization) =>
        new()
        {
            Endpoint = new WebhookEndpointId(WebhookEndpointId),
            Organization = organization,
            Event = new EventId(EventId),
            EventType = EventType,
            OccurredAt = OccurredAt,
            Status = Words.Parse<DeliveryStatus>(Status),
            Attempts = Attempts,
            AttemptsLeft = AttemptsLeft,
            DueAt = DueAt,
            LastAttemptAt = LastAttemptAt,
            LastStatusCode = LastStatusCode,
            LastError = LastError is null ? null : Words.Parse<DeliveryError>(LastError),
            DeliveredAt = DeliveredAt,
            CreatedAt = CreatedAt,
        };

    public DueDelivery ToDue(OrganizationId organization) =>
        new(ToDomain(organization), Position, new JsonText(Data ?? $$"""{"webhookEndpointId":"{{new WebhookEndpointId(WebhookEndpointId)}}"}""")) { TraceParent = TraceParent };
}
