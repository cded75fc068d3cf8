using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>A post on one account, as it is now.</summary>
/// <param name="Attempts">How many times it was handed to its publisher.</param>
/// <param name="NextAttemptAt">When the next attempt is due, the first at its hour; null while an attempt is in flight, and when there is none to come.</param>
/// <param name="LastError">Of the last attempt that failed; null when none did, and once it is published.</param>
/// <param name="Failure">Why it failed for good; null unless it did.</param>
public sealed record PostView(
    ScheduledPostId Id,
    ProjectId ProjectId,
    ContainerId ContainerId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor,
    string Caption,
    string? FirstComment,
    Instant CreatedAt,
    int Attempts,
    Instant? NextAttemptAt,
    Failure? LastError,
    Instant? PublishedAt,
    string? ExternalId,
    string? ExternalUrl,
    Failure? Failure,
    Instant? CanceledAt,
    string? CancelReason)
{
    public static PostView From(ScheduledPostState post) =>
        new(
            post.Id,
            post.Project,
            post.Container,
            post.SocialAccount,
            post.Mode,
            post.Status,
            post.ScheduledFor,
            post.Caption,
            post.FirstComment,
            post.CreatedAt,
            post.Attempts,
            post.NextAttemptAt,
            post.LastError,
            post.PublishedAt,
            post.ExternalId,
            post.ExternalUrl,
            post.Failure,
            post.CanceledAt,
            post.CancelReason);
}

/// <summary>A post after a change.</summary>
/// <param name="Revision">Of its container, which a change of a post raises.</param>
public sealed record ChangedPost(PostView Post, int Revision)
{
    public static ChangedPost Of(ScheduledPost post, Container container) => new(PostView.From(post.State), container.Revision);
}
