using Layers.Domain;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>Webhook deliveries that have come to their end.</summary>
public interface IDeliveryRetention
{
    /// <summary>Active organizations with deliveries that ended before that moment, by the server's clock.</summary>
    Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant endedBefore, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Removes such deliveries of one organization, the earliest ended first, and returns how many. What is pending stays, however old; what another
    /// transaction holds is passed over.
    /// </summary>
    Task<int> Remove(OrganizationId organization, Instant endedBefore, int atMost, CancellationToken cancellationToken);
}
