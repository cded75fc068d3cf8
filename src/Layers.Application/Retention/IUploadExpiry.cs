using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>Uploads that were not finalized in time.</summary>
public interface IUploadExpiry
{
    /// <summary>
    /// Organizations with uploads that were started before that moment and are not finalized, each by its own clock: those that are active, and were not
    /// suspended after that moment.
    /// </summary>
    Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant startedBefore, int atMost, CancellationToken cancellationToken);

    /// <summary>Locks such uploads of one such organization, the oldest first, and passes over those that another transaction holds.</summary>
    Task<IReadOnlyList<Container>> ListForUpdate(OrganizationId organization, Instant startedBefore, int atMost, CancellationToken cancellationToken);

    /// <summary>Writes uploads of one organization that have all expired at the same moment, in one statement.</summary>
    void Save(IReadOnlyList<Container> containers);
}
