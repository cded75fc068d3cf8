using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>Rejected containers that still have their files.</summary>
public interface IMediaRetention
{
    /// <summary>Active organizations with such containers that were rejected before that moment, each by its own clock.</summary>
    Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant rejectedBefore, int atMost, CancellationToken cancellationToken);

    /// <summary>Locks such containers of one organization, the earliest rejected first, and passes over those that another transaction holds.</summary>
    Task<IReadOnlyList<RejectedMedia>> ListForUpdate(OrganizationId organization, Instant rejectedBefore, int atMost, CancellationToken cancellationToken);

    /// <summary>Writes containers of one organization whose files were all removed at the same moment, in one statement.</summary>
    void Save(IReadOnlyList<RejectedMedia> removed);
}

/// <summary>A rejected container, and what it shows of its files.</summary>
public sealed record RejectedMedia(Container Container, StoredMedia Assets, StoredMedia Preview, StoredMedia PrimaryAsset)
{
    /// <summary>The container keeps the facts of its files, and their addresses become null.</summary>
    public RejectedMedia Remove(Instant now)
    {
        Container.RemoveMedia(now);
        return new RejectedMedia(Container, Assets.WithoutAddresses(), Preview.WithoutAddresses(), PrimaryAsset.WithoutAddresses());
    }
}
