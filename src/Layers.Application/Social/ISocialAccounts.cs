using Layers.Domain;
using Layers.Domain.Social;

namespace Layers.Application.Social;

/// <summary>The accounts of projects. One that is not of the organization and the project is <see cref="ErrorKind.NotFound"/>.</summary>
public interface ISocialAccounts
{
    Task<SocialAccount> GetForUpdate(OrganizationId organization, ProjectId project, SocialAccountId id, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the accounts that are the project's, whatever their status, and the project itself, held as they are until the transaction ends:
    /// nobody disconnects or archives under a post that is being made. An archived project refuses.
    /// </summary>
    Task<IReadOnlyList<SocialAccount>> GetForPosting(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<SocialAccountId> ids, CancellationToken cancellationToken);

    /// <summary>Newest first by (createdAt, id), one row more than the filter's limit when there are more.</summary>
    Task<IReadOnlyList<SocialAccountState>> List(OrganizationId organization, ProjectId project, SocialAccountFilter filter, CancellationToken cancellationToken);

    void Add(SocialAccount account);

    void Save(SocialAccount account);
}

public sealed record SocialAccountFilter(IReadOnlyList<Platform> Platforms, IReadOnlyList<SocialAccountStatus> Statuses, Cursor? After, int Limit);
