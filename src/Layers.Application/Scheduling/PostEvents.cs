using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>What consumers are told of scheduled posts.</summary>
public static class PostEvents
{
    public static OutboxEvent Scheduled(ScheduledPost post, Instant now) => Of(EventTypes.PostScheduled, post, now);

    public static OutboxEvent Published(ScheduledPost post, Instant now) => Of(EventTypes.PostPublished, post, now);

    public static OutboxEvent Failed(ScheduledPost post, Instant now) => Of(EventTypes.PostFailed, post, now);

    public static OutboxEvent Canceled(ScheduledPost post, Instant now) => Of(EventTypes.PostCanceled, post, now);

    private static OutboxEvent Of(string type, ScheduledPost post, Instant now) => new(type, now, post.Project, PostView.From(post));
}
