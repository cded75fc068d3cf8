using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>How a promotion went. A failure never undoes the approval.</summary>
/// <param name="ScheduledPostIds">The ids handed out before, now those of queued posts; empty after a failure.</param>
/// <param name="Reason">Null when it went well.</param>
public sealed record Promotion(IReadOnlyList<ScheduledPostId> ScheduledPostIds, string? Reason)
{
    public const string AccountUnavailable = "SOCIAL_ACCOUNT_UNAVAILABLE";
    public const string SchedulePassed = "SCHEDULE_PASSED";

    /// <summary>How late an approval may come for a post to still go out at an hour that somebody chose.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(5);

    public bool IsOk => Reason is null;

    /// <summary>
    /// Queues the posts that waited for their container's approval, or fails all of them: when an account is disconnected, or when an hour has
    /// passed by more than <see cref="Grace"/>. A post of an account that must sign in again is queued, and waits for that.
    /// </summary>
    public static Promotion Of(IReadOnlyList<ScheduledPost> held, IReadOnlySet<SocialAccountId> disconnected, Instant now)
    {
        if (ReasonToFail(held, disconnected, now) is { } reason)
        {
            foreach (var post in held)
                post.Fail(PostFailures.NotPromoted(reason));
            return new Promotion([], reason);
        }

        foreach (var post in held)
            post.Queue();
        return new Promotion([.. held.Select(post => post.Id)], Reason: null);
    }

    private static string? ReasonToFail(IReadOnlyList<ScheduledPost> held, IReadOnlySet<SocialAccountId> disconnected, Instant now) =>
        held.Any(post => disconnected.Contains(post.SocialAccount)) ? AccountUnavailable
        : held.Any(post => post.ScheduledFor < now - Grace) ? SchedulePassed
        : null;
}
