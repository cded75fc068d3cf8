using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>The events of containers.</summary>
public static class ContainerEvents
{
    /// <param name="container">Completed.</param>
    /// <param name="assets">As consumers see them: with absolute addresses.</param>
    /// <param name="now">When it was completed.</param>
    public static OutboxEvent Generated(Container container, StoredMedia assets, Instant now) =>
        new(now, container.Project, ContentGenerated.Of(container, assets));

    public static OutboxEvent Failed(Container container, Instant now) => new(now, container.Project, ContentFailed.Of(container));

    /// <summary>Silence is about to approve the container, unless somebody decides.</summary>
    public static OutboxEvent Expiring(Container container, ReviewWindow? window, Instant now) =>
        new(now, container.Project, ContentExpiring.Of(container, window));

    /// <summary>The decision, and what it made of the posts that waited for it.</summary>
    public static IEnumerable<OutboxEvent> Decided(DecidedContainer decided, Instant now) =>
        decided.Container.ApprovalStatus == ApprovalStatus.Approved
            ? Approved(decided.Container, decided.Promoted, now)
            : Rejected(decided.Container, decided.Dropped, now);

    private static IEnumerable<OutboxEvent> Approved(Container container, PromotedSchedule? promoted, Instant now)
    {
        yield return new OutboxEvent(now, container.Project, ContentApproved.Of(container));
        if (promoted is null)
            yield break;
        if (promoted.Promotion.Reason is { } reason)
        {
            yield return new OutboxEvent(now, container.Project, new PromotionFailed(container.Id, reason, [.. promoted.Posts.Select(post => post.Id)]));
            yield break;
        }

        foreach (var post in promoted.Posts)
            yield return PostEvents.Scheduled(post, now);
    }

    private static IEnumerable<OutboxEvent> Rejected(Container container, IEnumerable<ScheduledPost> dropped, Instant now) =>
        dropped.Select(post => PostEvents.Canceled(post, now)).Prepend(new OutboxEvent(now, container.Project, ContentRejected.Of(container)));
}
