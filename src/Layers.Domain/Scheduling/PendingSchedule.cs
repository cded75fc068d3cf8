using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>A post as it was asked for; its id is handed out with the response.</summary>
public sealed record StashedPost(
    ScheduledPostId Id,
    SocialAccountId SocialAccount,
    PostMode Mode,
    string? CaptionOverride,
    string? FirstCommentOverride,
    Instant ScheduledFor)
{
    public static StashedPost Of(ScheduledPost post) =>
        new(post.Id, post.SocialAccount, post.Mode, post.CaptionOverride, post.FirstComment, post.ScheduledFor);
}

/// <summary>The schedule that the gate holds back, or the one whose promotion failed.</summary>
/// <param name="FailureReason">Why it could not be promoted; null while it waits.</param>
public sealed record PendingSchedule(IReadOnlyList<StashedPost> Posts, string? FailureReason)
{
    public const int MostPosts = 50;
}
