using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

[Event("post.scheduled", "A post was queued for its hour.")]
public sealed record PostScheduled(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Instant ScheduledFor,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    string Caption,
    string? FirstComment);

/// <param name="ExternalId">The platform's own id of the post, when the publisher said it.</param>
/// <param name="ExternalUrl">Where the post is, when the publisher said it.</param>
/// <param name="Status"><c>draft</c> when the post was put into the account's drafts.</param>
[Event("post.published", "A post went out, or was put into the account's drafts.")]
public sealed record PostPublished(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    string? ExternalId,
    string? ExternalUrl,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor,
    Instant? PublishedAt,
    int Attempts);

[Event("post.failed", "A post did not go out, and will not.")]
public sealed record PostFailed(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Failure Failure,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor,
    int Attempts);

[Event("post.canceled", "A post was canceled before it went out.")]
public sealed record PostCanceled(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Instant? CanceledAt,
    string? CancelReason,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor);

/// <summary>The events of scheduled posts.</summary>
public static class PostEvents
{
    public static OutboxEvent Scheduled(ScheduledPost post, Instant now) =>
        new(now, post.Project, new PostScheduled(
            post.Id, post.Container, post.ScheduledFor, post.Project, post.SocialAccount, post.Mode, post.Status, post.Caption, post.FirstComment));

    /// <summary>How the post has ended, by its status.</summary>
    public static OutboxEvent Ended(ScheduledPost post, Instant now) =>
        post.Status switch
        {
            PostStatus.Failed => Failed(post, now),
            PostStatus.Canceled => Canceled(post, now),
            _ => Published(post, now),
        };

    public static OutboxEvent Published(ScheduledPost post, Instant now) =>
        new(now, post.Project, new PostPublished(
            post.Id, post.Container, post.ExternalId, post.ExternalUrl, post.Project, post.SocialAccount, post.Mode, post.Status, post.ScheduledFor,
            post.PublishedAt, post.Attempts));

    public static OutboxEvent Failed(ScheduledPost post, Instant now) =>
        new(now, post.Project, new PostFailed(
            post.Id, post.Container, post.Failure!, post.Project, post.SocialAccount, post.Mode, post.Status, post.ScheduledFor, post.Attempts));

    public static OutboxEvent Canceled(ScheduledPost post, Instant now) =>
        new(now, post.Project, new PostCanceled(
            post.Id, post.Container, post.CanceledAt, post.CancelReason, post.Project, post.SocialAccount, post.Mode, post.Status, post.ScheduledFor));
}
