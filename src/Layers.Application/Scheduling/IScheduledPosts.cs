using Layers.Application.Content;
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

    Task<IReadOnlyList<ScheduledPost>> ListQueuedForUpdate(
        OrganizationId organization, ProjectId project, SocialAccountId? account, CancellationToken cancellationToken);

    /// <summary>
    /// Latest hour first by (scheduledFor, id), one row more than the filter's limit when there are more.
    /// Throws <see cref="ErrorKind.NotFound"/> for a project that is not the organization's.
    /// </summary>
    Task<IReadOnlyList<ScheduledPost>> List(OrganizationId organization, ProjectId project, PostFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds posts of one project, all just made at the same moment, in one statement.</summary>
    void Add(IReadOnlyList<ScheduledPost> posts);

    void Save(ScheduledPost post);

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

/// <summary>A due post with all that dispatching it needs: where it goes, what its gate looks at, and its media.</summary>
public sealed record DuePost(ScheduledPost Post, SocialAccount Account, GateFacts Gate, StoredMedia Assets);

/// <param name="ClockOffset">By how much it has turned its clock forward.</param>
public sealed record DueOrganization(OrganizationId Organization, Duration ClockOffset);
