using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Scheduled posts. One that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IScheduledPosts
{
    Task<ScheduledPostState> Get(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken);

    Task<ScheduledPost> GetForUpdate(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken);

    /// <summary>
    /// What can still be ended of a project, or of one of its accounts, locked: posts that are queued, or wait for their next attempt with none in
    /// flight. Held posts are among it only for the whole project: an account that is gone does not end them before their container is approved.
    /// </summary>
    Task<IReadOnlyList<ScheduledPost>> ListUnsentForUpdate(
        OrganizationId organization, ProjectId project, SocialAccountId? account, Instant now, CancellationToken cancellationToken);

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
    Task<IReadOnlyList<ScheduledPostState>> List(OrganizationId organization, ProjectId project, PostFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds posts of one project, all just made at the same moment, in one statement.</summary>
    void Add(IReadOnlyList<ScheduledPost> posts);

    void Save(ScheduledPost post);

    /// <summary>Writes posts of one organization that have been queued, in one statement.</summary>
    void SaveQueued(IReadOnlyList<ScheduledPost> posts);

    /// <summary>Writes posts of one organization that have all ended in the same way at the same moment, in one statement.</summary>
    void SaveEnded(IReadOnlyList<ScheduledPost> posts);
}

/// <summary>Both ends of the time range, on scheduledFor, are included.</summary>
public sealed record PostFilter(
    IReadOnlyList<PostStatus> Statuses, SocialAccountId? SocialAccount, Instant? Since, Instant? Until, Cursor? After, int Limit);

/// <param name="Account">The status of the account that it goes out on.</param>
public sealed record HeldPost(ScheduledPost Post, SocialAccountStatus Account);
