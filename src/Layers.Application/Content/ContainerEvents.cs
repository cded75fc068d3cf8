using Layers.Application.Seams;
using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>The events of containers. The keys of <c>data</c> and their order are a promise to consumers: new ones come last.</summary>
public static class ContainerEvents
{
    /// <param name="container">Completed.</param>
    /// <param name="assets">As consumers see them: with absolute addresses.</param>
    /// <param name="now">When it was completed.</param>
    public static OutboxEvent Generated(Container container, StoredMedia assets, Instant now) =>
        new(EventTypes.ContentGenerated, now, container.Project, new
        {
            id = container.Id,
            projectId = container.Project,
            assets,
            creativeType = container.State.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
        });

    public static OutboxEvent Failed(Container container, Instant now) =>
        new(EventTypes.ContentFailed, now, container.Project, new
        {
            id = container.Id,
            projectId = container.Project,
            failedAt = container.State.FailedAt,
            error = container.State.LastError,
            creativeType = container.State.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
        });

    /// <summary>The decision, and what it made of the posts that waited for it.</summary>
    public static IEnumerable<OutboxEvent> Decided(DecidedContainer decided, Instant now) =>
        decided.Container.ApprovalStatus == ApprovalStatus.Approved
            ? Approved(decided.Container, decided.Promoted, now)
            : Rejected(decided.Container, decided.Dropped, now);

    private static IEnumerable<OutboxEvent> Approved(Container container, PromotedSchedule? promoted, Instant now)
    {
        yield return Approved(container, now);
        if (promoted is null)
            yield break;
        if (promoted.Promotion.Reason is { } reason)
        {
            yield return new OutboxEvent(EventTypes.PromotionFailed, now, container.Project, new
            {
                containerId = container.Id,
                reason,
                scheduledPostIds = promoted.Posts.Select(post => post.Id),
            });
            yield break;
        }

        foreach (var post in promoted.Posts)
            yield return PostEvents.Scheduled(post, now);
    }

    /// <summary>Silence is about to approve the container, unless somebody decides.</summary>
    public static OutboxEvent Expiring(Container container, ReviewWindow? window, Instant now) =>
        new(EventTypes.ContentExpiring, now, container.Project, new
        {
            id = container.Id,
            projectId = container.Project,
            autoApproveAt = container.State.AutoApproveAt(window),
            creativeType = container.State.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
        });

    private static IEnumerable<OutboxEvent> Rejected(Container container, IEnumerable<ScheduledPost> dropped, Instant now) =>
        dropped.Select(post => PostEvents.Canceled(post, now)).Prepend(Rejected(container, now));

    private static OutboxEvent Rejected(Container container, Instant now)
    {
        var decision = container.Decision!;
        var data = new
        {
            id = container.Id,
            projectId = container.Project,
            rejectedAt = decision.At,
            rejectedBy = decision.By,
            reason = decision.Remark,
            decisionSource = decision.Source,
            creativeType = container.State.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
        };
        return new OutboxEvent(EventTypes.ContentRejected, now, container.Project, data);
    }

    private static OutboxEvent Approved(Container container, Instant now)
    {
        var decision = container.Decision!;
        var data = new
        {
            id = container.Id,
            projectId = container.Project,
            approvedAt = decision.At,
            approvedBy = decision.By,
            approvalNote = decision.Remark,
            decisionSource = decision.Source,
            creativeType = container.State.CreativeType,
            status = container.Status,
            approvalStatus = container.ApprovalStatus,
            revision = container.Revision,
        };
        return new OutboxEvent(EventTypes.ContentApproved, now, container.Project, data);
    }
}
