using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Content;

/// <content>The gate: what approves and what rejects, and what refuses both.</content>
public sealed partial class Container
{
    /// <summary>
    /// After this the container may be scheduled and published. Refused, with nothing changed, when it was never gated, is not completed,
    /// was decided before, or has another revision than the caller looked at. What waits in <see cref="PendingSchedule"/> is to be promoted.
    /// </summary>
    public void Approve(Actor by, string? note, RevisionCondition condition, Instant now) =>
        Decide(ApprovalStatus.Approved, Decision.Of(by, note, now), condition);

    /// <summary>
    /// After this the container can never be published. Refused under the same conditions as an approval; nothing takes it back.
    /// Answers the targets that were waiting: they are dropped.
    /// </summary>
    public PendingSchedule? Reject(Actor by, string reason, RevisionCondition condition, Instant now)
    {
        Decide(ApprovalStatus.Rejected, Decision.Of(by, reason, now), condition);
        var dropped = PendingSchedule;
        PendingSchedule = null;
        return dropped;
    }

    private void Decide(ApprovalStatus outcome, Decision decision, RevisionCondition condition)
    {
        DemandUndecided();
        condition.Demand(Revision);
        (ApprovalStatus, Decision, HeldAt) = (outcome, decision, null);
        Revision++;
    }

    private void DemandUndecided()
    {
        DemandActiveProject();
        if (ApprovalStatus == ApprovalStatus.NotRequired)
            throw NotReviewable("Container does not require approval.");
        DemandCompleted();
        if (ApprovalStatus != ApprovalStatus.Pending)
            throw NotReviewable($"Container is already {ApprovalStatus.ToWord()}.");
    }

    private DomainException NotReviewable(string message) =>
        DomainException.Conflict(message, "approvalStatus", ApprovalStatus.ToWord());

    private void DemandCompleted()
    {
        if (Status != ContainerStatus.Completed)
            throw DomainException.Invalid("Container isn't completed yet.", "status", Status.ToWord());
    }

    private void DemandActiveProject()
    {
        if (ProjectIsArchived)
            throw Projects.Project.Archived();
    }
}
