using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// The webhook endpoints of an organization. One that is not the organization's is <see cref="ErrorKind.NotFound"/>. Code that locks
/// an endpoint and deliveries of it locks the endpoint first.
/// </summary>
public interface IWebhookEndpoints
{
    Task<WebhookEndpointState> Get(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>Null when there is none.</summary>
    Task<WebhookEndpointState?> Find(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>Locks the endpoint until the transaction ends.</summary>
    Task<WebhookEndpoint> GetForUpdate(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>The same; null when there is none.</summary>
    Task<WebhookEndpoint?> FindForUpdate(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken);

    /// <summary>Newest first by (createdAt, id), one row more than the limit when there are more.</summary>
    Task<IReadOnlyList<WebhookEndpointState>> List(OrganizationId organization, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many there are. Until the transaction ends nobody else counts those of the organization in this way.</summary>
    Task<long> CountForUpdate(OrganizationId organization, CancellationToken cancellationToken);

    void Add(WebhookEndpoint endpoint);

    void Save(WebhookEndpoint endpoint);

    /// <summary>Removes the endpoint with its deliveries.</summary>
    void Remove(WebhookEndpoint endpoint);

    /// <summary>
    /// Endpoints of active organizations that have a delivery due and are not paused; those that fail stand behind those that do not.
    /// </summary>
    Task<IReadOnlyList<DueEndpoint>> ListDue(Instant now, int atMost, CancellationToken cancellationToken);
}

/// <param name="ClockOffset">By how much the organization has turned its clock forward.</param>
public sealed record DueEndpoint(OrganizationId Organization, WebhookEndpointId Id, Duration ClockOffset);
