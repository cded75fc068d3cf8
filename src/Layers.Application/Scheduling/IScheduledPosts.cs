using Layers.Application.Content;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Scheduled posts. One that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IScheduledPosts
{
    Task<ScheduledPost> Get(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken);

    Task<ScheduledPost> GetForUpdate(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken);

    /// <summary>
    /// What is still to come of a project, or of one of its accounts, locked. Held posts are among it only for the whole project: an account that is
    /// gone is no end to them before their container is approved.
    /// </summary>
    Task<IReadOnlyList<ScheduledPost>> ListQueuedForUpdate(
        OrganizationId organization, ProjectId project, SocialAccountId? account, CancellationToken cancellationToken);

    /// <summary>The held posts of containers that the caller has locked, in the order in which they were scheduled.</summary>
    Task<IReadOnlyList<ScheduledPost>> ListHeld(
        OrganizationId organization, IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken);

    /// <summary>
    /// The same for containers of one project, with the status of each post's account. Accounts and project stay as they are until the transaction
    /// ends, as with <see cref="ISocialAccounts.GetForPosting"/>.
    /// </summary>
    Task<IReadOnlyList<HeldPost>> ListHeldForPosting(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken);

    /// <summary>
    /// Latest hour first by (scheduledFor, id), one row more than the filter's limit when there are more.
    /// Throws <see cref="ErrorKind.NotFound"/> for a project that is not the organization's.
    /// </summary>
    Task<IReadOnlyList<ScheduledPost>> List(OrganizationId organization, ProjectId project, PostFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds posts of one project, all just made at the same moment, in one statement.</summary>
    void Add(IReadOnlyList<ScheduledPost> posts);

    void Save(ScheduledPost post);

    /// <summary>Writes posts of one organization that have been queued, in one statement.</summary>
    void SaveQueued(IReadOnlyList<ScheduledPost> posts);

    /// <summary>Writes posts of one organization that have all ended in the same way at the same moment, in one statement.</summary>
    void SaveEnded(IReadOnlyList<ScheduledPost> posts);

    /// <summary>Organizations with posts that are due, each by its own clock, at most so many.</summary>
    /// <param name="now">The server's time.</param>
    Task<IReadOnlyList<DueOrganization>> ListOrganizationsWithDue(Instant now, int atMost, CancellationToken cancellationToken);

    /// <summary>Due posts of one organization, locked; those that another dispatcher holds are passed over.</summary>
    Task<IReadOnlyList<DuePost>> ListDueForUpdate(OrganizationId organization, Instant now, int atMost, CancellationToken cancellationToken);
}

/// <summary>Both ends of the time range, on scheduledFor, are included.</summary>
public sealed record PostFilter(
    IReadOnlyList<PostStatus> Statuses, SocialAccountId? SocialAccount, Instant? Since, Instant? Until, Cursor? After, int Limit);

/// <param name="Account">The status of the account that it goes out on.</param>
public sealed record HeldPost(ScheduledPost Post, SocialAccountStatus Account);

/// <summary>A due post with all that dispatching it needs: where it goes, what its gate looks at, and its media.</summary>
public sealed record DuePost(ScheduledPost Post, SocialAccount Account, GateFacts Gate, StoredMedia Assets);

/// <param name="ClockOffset">By how much it has turned its clock forward.</param>
public sealed record DueOrganization(OrganizationId Organization, Duration ClockOffset);
