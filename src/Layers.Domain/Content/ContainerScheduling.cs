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
        if (gate.Code is not (null or GateVerdict.ApprovalRequired))
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

    /// <summary>Keeps the posts until the container is approved. They join those that wait already.</summary>
    public void Stash(IReadOnlyList<StashedPost> posts)
    {
        var waiting = PendingSchedule?.Posts ?? [];
        if (waiting.Count + posts.Count > PendingSchedule.MostPosts)
        {
            throw DomainException.Invalid(
                [new Issue("targets", $"targets would make {waiting.Count + posts.Count} posts wait on this container; {PendingSchedule.MostPosts} may.")]);
        }

        PendingSchedule = new PendingSchedule([.. waiting, .. posts], FailureReason: null);
        Revision++;
    }

    /// <summary>Live posts were made of the container. A stash whose promotion had failed is done with.</summary>
    public void NoteScheduled()
    {
        PendingSchedule = null;
        Revision++;
    }

    /// <summary>Throws unless a post of the container may be moved or canceled, as far as the container is concerned.</summary>
    public void DemandReschedulable(RevisionCondition condition)
    {
        DemandActiveProject();
        condition.Demand(Revision);
    }

    /// <summary>A post of the container was moved or canceled.</summary>
    public void NoteRescheduled() => Revision++;

    /// <summary>The stash became live posts, or stays readable with the reason why it did not.</summary>
    public void Settle(Promotion promotion) =>
        PendingSchedule = promotion.IsOk ? null : PendingSchedule! with { FailureReason = promotion.Reason };
}
