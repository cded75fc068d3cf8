using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <param name="ApprovedBy">An actor: <c>api_key_…</c> or <c>system:auto_approve</c>.</param>
[Event("content.approved", "A container was approved, by a caller or by silence.")]
public sealed record ContentApproved(
    ContainerId Id,
    ProjectId ProjectId,
    Instant ApprovedAt,
    string ApprovedBy,
    string? ApprovalNote,
    DecisionSource DecisionSource,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision)
{
    public static ContentApproved Of(Container container)
    {
        var (state, decision) = (container.State, container.Decision!);
        return new(
            state.Id, state.Project, decision.At, decision.By, decision.Remark, decision.Source, state.CreativeType, state.Status, state.ApprovalStatus, state.Revision);
    }
}

/// <param name="RejectedBy">An actor: <c>api_key_…</c>.</param>
[Event("content.rejected", "A container was rejected.")]
public sealed record ContentRejected(
    ContainerId Id,
    ProjectId ProjectId,
    Instant RejectedAt,
    string RejectedBy,
    string Reason,
    DecisionSource DecisionSource,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision)
{
    public static ContentRejected Of(Container container)
    {
        var (state, decision) = (container.State, container.Decision!);
        return new(
            state.Id, state.Project, decision.At, decision.By, decision.Remark!, decision.Source, state.CreativeType, state.Status, state.ApprovalStatus, state.Revision);
    }
}

/// <summary>What a decision leaves behind: one audit row, and the events of the container and of the posts that waited for it.</summary>
public sealed record DecisionTrail(AuditEntry Audit, IReadOnlyList<OutboxEvent> Events)
{
    public static DecisionTrail Of(DecidedContainer decided, Instant now) =>
        decided.Container.ApprovalStatus switch
        {
            ApprovalStatus.Approved => OfApproval(decided.Container, decided.Promoted, now),
            ApprovalStatus.Rejected => OfRejection(decided.Container, decided.Dropped, now),
            var undecided => throw new ArgumentException($"{undecided.ToWord()} is not decided.", nameof(decided)),
        };

    private static DecisionTrail OfApproval(Container container, PromotedSchedule? promoted, Instant now)
    {
        var audit = ContainerAudit.Entry("content.approved", container, now, new
        {
            containerId = container.Id.ToString(),
            note = container.Decision!.Remark,
            revision = container.Revision,
            promotion = promoted?.Promotion,
            approvedByName = container.Decision.ByName,
        });
        return new DecisionTrail(audit, [new OutboxEvent(now, container.Project, ContentApproved.Of(container)), .. EventsOf(promoted, container, now)]);
    }

    private static IEnumerable<OutboxEvent> EventsOf(PromotedSchedule? promoted, Container container, Instant now) =>
        promoted is null ? []
        : promoted.Promotion.Reason is { } reason
            ? [new OutboxEvent(now, container.Project, new PromotionFailed(container.Id, reason, [.. promoted.Posts.Select(post => post.Id)]))]
            : promoted.Posts.Select(post => PostEvents.Scheduled(post, now));

    private static DecisionTrail OfRejection(Container container, IReadOnlyList<ScheduledPost> dropped, Instant now)
    {
        var audit = ContainerAudit.Entry("content.rejected", container, now, new
        {
            containerId = container.Id.ToString(),
            reason = container.Decision!.Remark,
            revision = container.Revision,
            droppedSchedule = dropped.Count > 0 ? dropped.Select(StashedPost.Of) : null,
            rejectedByName = container.Decision.ByName,
        });
        return new DecisionTrail(audit, [new OutboxEvent(now, container.Project, ContentRejected.Of(container)), .. dropped.Select(post => PostEvents.Canceled(post, now))]);
    }
}
