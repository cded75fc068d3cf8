using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Domain.Content;

/// <content>The review clock: how long silence has lasted.</content>
public sealed partial class Container
{
    /// <summary>
    /// Marks the coming approval by silence as announced. Returns false, with nothing changed, when it was announced before,
    /// when it is too early, or when silence cannot approve. The revision stays: a caller who looked sees the same container.
    /// </summary>
    public bool NoteExpiring(ReviewWindow? window, ExpiryNotice notice, Instant now)
    {
        if (State.ExpiringRaisedAt is not null || Status != ContainerStatus.Completed)
            return false;
        if (State.AutoApproveAt(window) is not { } at || now < at - notice.LeadOf(window!))
            return false;
        State = State with { ExpiringRaisedAt = now };
        return true;
    }

    /// <summary>Stops the clock. Returns false, with nothing changed, when it was stopped already. Only a container that waits for a decision has one.</summary>
    public bool Hold(RevisionCondition condition, Instant now)
    {
        DemandPending();
        condition.Demand(Revision);
        if (State.HeldAt is not null)
            return false;
        Change(State with { HeldAt = now });
        return true;
    }

    /// <summary>Lets the clock continue with the time that was left. Returns false, with nothing changed, when it was running.</summary>
    public bool Release(RevisionCondition condition, Instant now)
    {
        DemandPending();
        condition.Demand(Revision);
        if (State.HeldAt is not { } heldAt)
            return false;
        Change(State with { ReviewSince = State.ReviewSince + (now - heldAt), HeldAt = null });
        return true;
    }

    private void DemandPending()
    {
        DemandGated();
        if (!Status.CanBeCompleted())
            throw DomainException.Invalid("Container will never be completed.", "status", Status.ToWord());
        DemandUndecided();
    }
}
