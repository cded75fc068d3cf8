using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>What consumers are told of containers.</summary>
public static class ContainerEvents
{
    public static OutboxEvent Generated(Container container, Instant now) => Of(EventTypes.ContentGenerated, container, now);

    /// <summary>The approval, and what it made of the schedule that waited.</summary>
    public static IEnumerable<OutboxEvent> Approved(Container container, PromotedSchedule? promoted, Instant now)
    {
        yield return Of(EventTypes.ContentApproved, container, now) with { Signal = signals => signals.Decided(container) };
        if (promoted is null)
            yield break;
        if (promoted.Promotion.Reason is { } reason)
        {
            yield return new OutboxEvent(EventTypes.PromotionFailed, now, container.Project, new
            {
                containerId = container.Id,
                reason,
                scheduledPostIds = container.PendingSchedule!.Posts.Select(post => post.Id),
            })
            {
                Signal = signals => signals.PromotionFailed(reason),
            };
        }

        foreach (var post in promoted.Posts)
            yield return PostEvents.Scheduled(post, now);
    }

    /// <summary>Silence is about to approve the container, unless somebody decides.</summary>
    public static OutboxEvent Expiring(Container container, ReviewWindow? window, Instant now) =>
        new(EventTypes.ContentExpiring, now, container.Project, new
        {
            containerId = container.Id,
            projectId = container.Project,
            creativeType = container.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
            decision = container.Decision,
            autoApproveAt = container.AutoApproveAt(window),
        });

    public static OutboxEvent Rejected(Container container, Instant now) =>
        Of(EventTypes.ContentRejected, container, now) with { Signal = signals => signals.Decided(container) };

    private static OutboxEvent Of(string type, Container container, Instant now) =>
        new(type, now, container.Project, new
        {
            containerId = container.Id,
            projectId = container.Project,
            creativeType = container.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
            decision = container.Decision,
        });
}
