using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>A post that was asked for before its container was approved; its id has been handed out already.</summary>
public sealed record StashedPost(
    ScheduledPostId Id,
    SocialAccountId SocialAccount,
    PostMode Mode,
    string? CaptionOverride,
    string? FirstCommentOverride,
    Instant ScheduledFor);

/// <summary>The schedule that the gate holds back, or the one whose promotion failed.</summary>
/// <param name="FailureReason">Why it could not be promoted; null while it waits.</param>
public sealed record PendingSchedule(IReadOnlyList<StashedPost> Posts, string? FailureReason)
{
    public const int MostPosts = 50;

    /// <summary>How late an approval may come for a post to still go out at an hour that somebody chose.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(5);

    /// <summary>
    /// What becomes of the stash when its container is approved: all posts or none. It fails when an account is not connected any more,
    /// or when an hour has passed by more than <see cref="Grace"/>.
    /// </summary>
    public Promotion Promote(IReadOnlySet<SocialAccountId> connected, Instant now) =>
        Posts.Any(post => !connected.Contains(post.SocialAccount)) ? Promotion.Failed(Promotion.AccountUnavailable)
        : Posts.Any(post => post.ScheduledFor < now - Grace) ? Promotion.Failed(Promotion.SchedulePassed)
        : Promotion.Ok([.. Posts.Select(post => post.Id)]);
}

/// <summary>How a promotion went. A failure never undoes the approval.</summary>
/// <param name="ScheduledPostIds">The ids handed out before, now those of live posts; empty after a failure.</param>
/// <param name="Reason">Null when it went well.</param>
public sealed record Promotion(IReadOnlyList<ScheduledPostId> ScheduledPostIds, string? Reason)
{
    public const string AccountUnavailable = "SOCIAL_ACCOUNT_UNAVAILABLE";
    public const string SchedulePassed = "SCHEDULE_PASSED";

    public bool IsOk => Reason is null;

    internal static Promotion Ok(IReadOnlyList<ScheduledPostId> ids) => new(ids, Reason: null);

    internal static Promotion Failed(string reason) => new([], reason);
}
