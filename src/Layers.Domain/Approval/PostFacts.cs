using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>What rules see of a post that is about to be scheduled or handed over.</summary>
/// <param name="Account">Where it goes.</param>
/// <param name="Mode">What becomes of it there.</param>
/// <param name="Caption">The text that it goes out with. It may be the post's own, or one that the container had when the post was queued.</param>
/// <param name="CaptionOverride">The caption that was asked for in place of the container's; null when none was.</param>
/// <param name="FirstComment">Null when there is none. It is the post's own: a container has no comment.</param>
/// <param name="ScheduledFor">Its hour.</param>
public sealed record PostFacts(
    SocialAccountId Account, PostMode Mode, string Caption, string? CaptionOverride, string? FirstComment, Instant ScheduledFor)
{
    /// <summary>Of a post that is asked for.</summary>
    public static PostFacts Of(Content.ContainerState container, StashedPost wanted) =>
        new(
            wanted.SocialAccount,
            wanted.Mode,
            ScheduledPost.CaptionOf(container, wanted),
            wanted.CaptionOverride,
            wanted.FirstCommentOverride,
            wanted.ScheduledFor);

    /// <summary>Of a post that is due.</summary>
    public static PostFacts Of(ScheduledPost post) =>
        new(post.SocialAccount, post.Mode, post.Caption, post.CaptionOverride, post.FirstComment, post.ScheduledFor);
}
