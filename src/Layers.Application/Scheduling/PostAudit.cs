using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>What the audit log says of schedules and posts.</summary>
public static class PostAudit
{
    public static AuditEntry Stashed(Container container, IReadOnlyList<StashedPost> posts, Instant now) =>
        new("schedule.stashed", now, container.Project, new { containerId = container.Id, posts, revision = container.Revision });

    public static AuditEntry Dropped(Container container, PendingSchedule dropped, string? reason, Instant now) =>
        new("schedule.dropped", now, container.Project, new
        {
            containerId = container.Id,
            reason,
            droppedSchedule = dropped.Posts,
            failureReason = dropped.FailureReason,
            revision = container.Revision,
        });

    public static AuditEntry Scheduled(Container container, IReadOnlyList<PostView> posts, Instant now) =>
        new("scheduled_post.created", now, container.Project, new { containerId = container.Id, posts, revision = container.Revision });

    public static AuditEntry Rescheduled(ScheduledPost post, Instant before, Instant now) =>
        Entry("scheduled_post.rescheduled", post, now, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            before = new { scheduledFor = before },
            after = new { scheduledFor = post.ScheduledFor },
        });

    /// <summary>How the post has ended, by its status.</summary>
    public static AuditEntry Ended(ScheduledPost post, Instant now) =>
        post.Status switch
        {
            PostStatus.Failed => Failed(post, now),
            PostStatus.Canceled => Canceled(post, now),
            _ => Published(post, now),
        };

    public static AuditEntry Canceled(ScheduledPost post, Instant now) =>
        Entry("scheduled_post.canceled", post, now, new { scheduledPostId = post.Id, containerId = post.Container, reason = post.CancelReason });

    public static AuditEntry Failed(ScheduledPost post, Instant now) =>
        Entry("scheduled_post.failed", post, now, new { scheduledPostId = post.Id, containerId = post.Container, post.Failure, post.Attempts });

    public static AuditEntry Published(ScheduledPost post, Instant now) =>
        Entry($"scheduled_post.{post.Status.ToWord()}", post, now, new
        {
            scheduledPostId = post.Id,
            containerId = post.Container,
            post.ExternalId,
            post.ExternalUrl,
            post.Attempts,
        });

    private static AuditEntry Entry(string type, ScheduledPost post, Instant now, object data) => new(type, now, post.Project, data);
}
