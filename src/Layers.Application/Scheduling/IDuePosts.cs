using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Posts whose hour has come, as dispatchers take them up.</summary>
public interface IDuePosts
{
    /// <summary>
    /// Accounts with posts that are due, each by its organization's own clock: first one of every organization, then a second one, and so on.
    /// A suspended organization has none. An account that must sign in again is listed only when one of its posts has waited longer than the grace.
    /// So is one whose publisher this server does not have: another node may have it. There are none at all while this server lacks a rule of the gate that
    /// another node has.
    /// </summary>
    /// <param name="now">The server's time.</param>
    Task<IReadOnlyList<DueAccount>> ListDueAccounts(Instant now, Duration grace, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Due posts of one account, longest due first, locked; those that another dispatcher holds are passed over. While the organization is
    /// suspended there are none, and while the account must sign in again, or this server does not have its publisher,
    /// only those that have waited longer than the grace. While this server lacks a rule of the gate that another node has, there are none.
    /// </summary>
    Task<IReadOnlyList<DuePost>> ListDueForUpdate(
        OrganizationId organization, SocialAccountId account, Instant now, Duration grace, int atMost, CancellationToken cancellationToken);

    /// <summary>Writes down when posts of one organization are looked at again, in one statement. A queued one is looked at earlier when its container changes.</summary>
    void SavePutOff(IReadOnlyList<ScheduledPost> posts);

    /// <summary>Writes claims of posts of one organization, with the same lease, in one statement.</summary>
    void SaveClaimed(IReadOnlyList<ScheduledPost> posts);
}

/// <summary>A due post with all that dispatching it needs: where it goes, what its gate looks at, and its media.</summary>
public sealed record DuePost(ScheduledPost Post, SocialAccount Account, GateFacts Gate, StoredMedia Assets);

/// <param name="ClockOffset">By how much the organization has turned its clock forward.</param>
public sealed record DueAccount(OrganizationId Organization, SocialAccountId Account, Duration ClockOffset);
