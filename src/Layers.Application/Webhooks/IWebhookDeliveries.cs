using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>What is on its way, or was, to each endpoint.</summary>
public interface IWebhookDeliveries
{
    /// <summary>Puts events, by their positions, on their way to each endpoint that wants them and is not disabled.</summary>
    void FanOut(OrganizationId organization, long after, long upTo, Instant now);

    /// <summary>Newest first by (createdAt, id), one row more than the filter's limit when there are more.</summary>
    Task<IReadOnlyList<WebhookDeliveryState>> List(
        OrganizationId organization, WebhookEndpointId endpoint, DeliveryFilter filter, CancellationToken cancellationToken);

    /// <summary>Locks the delivery until the transaction ends. One that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
    Task<WebhookDelivery> GetForUpdate(OrganizationId organization, WebhookEndpointId endpoint, EventId id, CancellationToken cancellationToken);

    /// <summary>The same; null when there is none.</summary>
    Task<WebhookDelivery?> FindForUpdate(OrganizationId organization, WebhookEndpointId endpoint, EventId id, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the endpoint's deliveries that are due, longest due first, and passes over those that another holds. While the organization is suspended
    /// there are none.
    /// </summary>
    Task<IReadOnlyList<DueDelivery>> ListDueForUpdate(
        OrganizationId organization, WebhookEndpointId endpoint, Instant now, int atMost, CancellationToken cancellationToken);

    void Add(WebhookDelivery delivery);

    void Save(WebhookDelivery delivery);

    /// <summary>What is pending goes out at once, and may fail as often as what is new. What is under way is left to come to its end.</summary>
    void ReplayPending(OrganizationId organization, WebhookEndpointId endpoint, Instant now);

    /// <summary>Marks a batch of pending deliveries as failed, longest due first. Returns how many, at once.</summary>
    Task<int> FailPending(OrganizationId organization, WebhookEndpointId endpoint, DeliveryError error, CancellationToken cancellationToken);
}

/// <param name="Statuses">None means all.</param>
/// <param name="EventTypes">None means all.</param>
public sealed record DeliveryFilter(IReadOnlyList<DeliveryStatus> Statuses, IReadOnlyList<string> EventTypes, Cursor? After, int Limit);

/// <param name="Position">Of the event; null for a test, which is not an event of the feed.</param>
/// <param name="Data">Of the event.</param>
public sealed record DueDelivery(WebhookDelivery Delivery, long? Position, JsonText Data)
{
    /// <summary>The W3C trace context of the request that made the event; null when nobody keeps that trace.</summary>
    public string? TraceParent { get; init; }
}
