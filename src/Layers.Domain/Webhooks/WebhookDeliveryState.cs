using NodaTime;

namespace Layers.Domain.Webhooks;

/// <summary>All that is stored of a <see cref="WebhookDelivery"/>. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record WebhookDeliveryState
{
    public required WebhookEndpointId Endpoint { get; init; }

    public required OrganizationId Organization { get; init; }

    public required EventId Event { get; init; }

    public required string EventType { get; init; }

    public required Instant OccurredAt { get; init; }

    public required DeliveryStatus Status { get; init; }

    /// <summary>How many times it was taken up, in all its life: what tells one attempt from the next.</summary>
    public int Attempts { get; init; }

    /// <summary>How many more times it may be taken up before it fails for good.</summary>
    public required int AttemptsLeft { get; init; }

    /// <summary>When it is next to be looked at: the end of a pause or of a claim; null at the end of its life.</summary>
    public Instant? DueAt { get; init; }

    public Instant? LastAttemptAt { get; init; }

    /// <summary>Of the last attempt's response; null when there was none.</summary>
    public int? LastStatusCode { get; init; }

    /// <summary>Of the last attempt; null when it came through or there was none.</summary>
    public DeliveryError? LastError { get; init; }

    public Instant? DeliveredAt { get; init; }

    public required Instant CreatedAt { get; init; }
}
