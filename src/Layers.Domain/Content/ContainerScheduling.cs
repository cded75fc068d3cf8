using Layers.Domain.Approval;
using Layers.Domain.Scheduling;

namespace Layers.Domain.Content;

/// <content>Scheduling: what the gate holds back, and what it lets through.</content>
public sealed partial class Container
{
    /// <summary>Throws unless the container may be published, or only waits for its approval.</summary>
    public void DemandSchedulable(GateVerdict gate, RevisionCondition condition)
    {
        DemandActiveProject();
        if (!gate.TakesSchedules)
            throw gate.ToRefusal(Status);
        condition.Demand(Revision);
    }

    /// <summary>Throws unless the gate is open.</summary>
    public void DemandPublishable(GateVerdict gate, RevisionCondition condition)
    {
        DemandActiveProject();
        if (gate.Code is not null)
            throw gate.ToRefusal(Status);
        condition.Demand(Revision);
    }

    /// <summary>Holds so many posts more until the container is approved.</summary>
    public void Stash(int posts)
    {
        if (State.HeldPosts + posts > PendingSchedule.MostPosts)
        {
            throw DomainException.Invalid(
                [new Issue("targets", $"targets would make {State.HeldPosts + posts} posts wait on this container; {PendingSchedule.MostPosts} may.")]);
        }

        Change(State with { HeldPosts = State.HeldPosts + posts });
    }

    /// <summary>Queued posts were made of the container. That clears a schedule whose promotion had failed.</summary>
    public void NoteScheduled() => Change(State with { PromotionFailure = null });

    /// <summary>Throws unless a post of the container may be moved or canceled, as far as the container is concerned.</summary>
    public void DemandReschedulable(RevisionCondition condition)
    {
        DemandActiveProject();
        condition.Demand(Revision);
    }

    /// <summary>A post of the container was moved.</summary>
    public void BumpRevision() => Change(State);

    /// <summary>A post of the container was canceled.</summary>
    /// <param name="wasHeld">Whether it waited for the approval.</param>
    public void NoteCanceled(bool wasHeld) => Change(State with { HeldPosts = State.HeldPosts - (wasHeld ? 1 : 0) });

    /// <summary>
    /// Holds no posts any more, and dismisses a schedule whose promotion had failed. Refused, with nothing changed, when there is neither.
    /// Returns whether it held posts: the caller cancels them.
    /// </summary>
    public bool DropSchedule(RevisionCondition condition)
    {
        DemandActiveProject();
        if (State is { HeldPosts: 0, PromotionFailure: null })
            throw DomainException.Conflict("Container has no pending schedule.", "approvalStatus", ApprovalStatus.ToWord());
        condition.Demand(Revision);
        var heldPosts = State.HeldPosts > 0;
        Change(State with { HeldPosts = 0, PromotionFailure = null });
        return heldPosts;
    }

    /// <summary>The posts that had waited were queued, or failed with a reason that stays readable.</summary>
    public void Settle(Promotion promotion) => State = State with { HeldPosts = 0, PromotionFailure = promotion.Reason };
}
