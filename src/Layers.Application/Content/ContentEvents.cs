using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <param name="Assets">The container's files, with absolute addresses.</param>
[Event("content.generated", "A container is complete, uploaded or generated. While its `approvalStatus` is `pending`, it waits for a decision.")]
public sealed record ContentGenerated(
    ContainerId Id,
    ProjectId ProjectId,
    [property: ShownAs(typeof(IReadOnlyList<AssetShape>))] StoredMedia Assets,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision)
{
    public static ContentGenerated Of(Container container, StoredMedia assets) =>
        new(container.Id, container.Project, assets, container.State.CreativeType, container.Status, container.ApprovalStatus, container.Revision);
}

/// <param name="Error">Why it failed.</param>
[Event("content.failed", "A container has failed for good: its upload was not finalized in time.")]
public sealed record ContentFailed(
    ContainerId Id,
    ProjectId ProjectId,
    Instant FailedAt,
    Failure Error,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision)
{
    public static ContentFailed Of(Container container)
    {
        var state = container.State;
        return new(state.Id, state.Project, state.FailedAt!.Value, state.LastError!, state.CreativeType, state.Status, state.ApprovalStatus, state.Revision);
    }
}

/// <param name="AutoApproveAt">When silence approves; null when the window was taken away meanwhile.</param>
[Event("content.expiring", "A container's review window is about to close: silence will approve it.")]
public sealed record ContentExpiring(
    ContainerId Id,
    ProjectId ProjectId,
    Instant? AutoApproveAt,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision)
{
    public static ContentExpiring Of(Container container, ReviewWindow? window)
    {
        var state = container.State;
        return new(state.Id, state.Project, state.AutoApproveAt(window), state.CreativeType, state.Status, state.ApprovalStatus, state.Revision);
    }
}

[Event("schedule.promotion_failed", "A container was approved, and the schedule that waited for it could not be kept.")]
public sealed record PromotionFailed(
    ContainerId ContainerId,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string Reason,
    IReadOnlyList<ScheduledPostId> ScheduledPostIds);
