using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>The events of scheduled posts. The keys of <c>data</c> and their order are a promise to consumers: new ones come last.</summary>
public static class PostEvents
{
    public static OutboxEvent Scheduled(ScheduledPost post, Instant now) =>
        new(EventTypes.PostScheduled, now, post.Project, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            scheduledFor = post.ScheduledFor,
            projectId = post.Project,
            socialAccountId = post.SocialAccount,
            mode = post.Mode,
            status = post.Status,
            caption = post.Caption,
            firstComment = post.FirstComment,
        });

    public static OutboxEvent Published(ScheduledPost post, Instant now) =>
        new(EventTypes.PostPublished, now, post.Project, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            externalId = post.ExternalId,
            externalUrl = post.ExternalUrl,
            projectId = post.Project,
            socialAccountId = post.SocialAccount,
            mode = post.Mode,
            status = post.Status,
            scheduledFor = post.ScheduledFor,
            publishedAt = post.PublishedAt,
            attempts = post.Attempts,
        });

    public static OutboxEvent Failed(ScheduledPost post, Instant now) =>
        new(EventTypes.PostFailed, now, post.Project, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            failure = post.Failure,
            projectId = post.Project,
            socialAccountId = post.SocialAccount,
            mode = post.Mode,
            status = post.Status,
            scheduledFor = post.ScheduledFor,
            attempts = post.Attempts,
        });

    public static OutboxEvent Canceled(ScheduledPost post, Instant now) =>
        new(EventTypes.PostCanceled, now, post.Project, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            canceledAt = post.CanceledAt,
            cancelReason = post.CancelReason,
            projectId = post.Project,
            socialAccountId = post.SocialAccount,
            mode = post.Mode,
            status = post.Status,
            scheduledFor = post.ScheduledFor,
        });
}
