using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Domain.Content;

/// <content>The review clock: how long silence has lasted.</content>
public sealed partial class Container
{
    /// <summary>
    /// When silence approves under that window; null unless the container is pending and has not failed, its clock runs, its project is active and there
    /// is a window.
    /// </summary>
    public Instant? AutoApproveAt(ReviewWindow? window) =>
        ApprovalStatus == ApprovalStatus.Pending && CanBeCompleted && HeldAt is null && !ProjectIsArchived && window is not null ? ReviewSince + window.Length : null;

    private bool CanBeCompleted => Status is not (ContainerStatus.Failed or ContainerStatus.Canceled);

    /// <summary>
    /// Marks that it is told that silence is about to approve under that window. Answers false, with nothing changed, when that was told before,
    /// when it is too early, or when silence cannot approve. The revision stays: a caller who looked sees the same container.
    /// </summary>
    public bool NoteExpiring(ReviewWindow? window, ExpiryNotice notice, Instant now)
    {
        if (ExpiringRaisedAt is not null || Status != ContainerStatus.Completed)
            return false;
        if (AutoApproveAt(window) is not { } at || now < at - notice.LeadOf(window!))
            return false;
        ExpiringRaisedAt = now;
        return true;
    }

    /// <summary>Stops the clock. Answers false, with nothing changed, when it stood already. Only a pending container has one.</summary>
    public bool Hold(RevisionCondition condition, Instant now)
    {
        DemandPending();
        condition.Demand(Revision);
        if (HeldAt is not null)
            return false;
        HeldAt = now;
        Revision++;
        return true;
    }

    /// <summary>Lets the clock go on where it stood. Answers false, with nothing changed, when it was running.</summary>
    public bool Release(RevisionCondition condition, Instant now)
    {
        DemandPending();
        condition.Demand(Revision);
        if (HeldAt is not { } heldAt)
            return false;
        ReviewSince += now - heldAt;
        HeldAt = null;
        Revision++;
        return true;
    }

    private void DemandPending()
    {
        DemandActiveProject();
        if (ApprovalStatus == ApprovalStatus.NotRequired)
            throw NotReviewable("Container does not require approval.");
        if (ApprovalStatus != ApprovalStatus.Pending)
            throw NotReviewable($"Container is already {ApprovalStatus.ToWord()}.");
    }
}
