using NodaTime;

namespace Layers.Domain.Content;

/// <content>The gate: what approves and what rejects, and what refuses both.</content>
public sealed partial class Container
{
    /// <summary>
    /// After this the container may be scheduled and published. Refused, with nothing changed, when it was never gated, is not completed,
    /// was decided before, or has another revision than the caller looked at. The caller promotes the posts that it holds.
    /// </summary>
    public void Approve(Actor by, string? note, RevisionCondition condition, Instant now) =>
        Decide(ApprovalStatus.Approved, Decision.Of(by, note, now), condition);

    /// <summary>
    /// After this the container can never be published. Refused under the same conditions as an approval; nothing takes it back.
    /// Returns whether it held posts: the caller cancels them.
    /// </summary>
    public bool Reject(Actor by, string reason, RevisionCondition condition, Instant now)
    {
        Decide(ApprovalStatus.Rejected, Decision.Of(by, reason, now), condition);
        var heldPosts = State.HeldPosts > 0;
        State = State with { HeldPosts = 0 };
        return heldPosts;
    }

    private void Decide(ApprovalStatus outcome, Decision decision, RevisionCondition condition)
    {
        DemandGated();
        DemandCompleted();
        DemandUndecided();
        condition.Demand(Revision);
        Change(State with { ApprovalStatus = outcome, Decision = decision, HeldAt = null });
    }

    private void DemandGated()
    {
        DemandActiveProject();
        if (ApprovalStatus == ApprovalStatus.NotRequired)
            throw NotReviewable("Container does not require approval.");
    }

    private void DemandCompleted()
    {
        if (Status != ContainerStatus.Completed)
            throw DomainException.Invalid("Container isn't completed yet.", "status", Status.ToWord());
    }

    private void DemandUndecided()
    {
        if (ApprovalStatus.IsDecided())
            throw NotReviewable($"Container is already {ApprovalStatus.ToWord()}.");
    }

    private DomainException NotReviewable(string message) =>
        DomainException.Conflict(message, "approvalStatus", ApprovalStatus.ToWord());

    private void DemandActiveProject()
    {
        if (State.ProjectIsArchived)
            throw Projects.Project.Archived();
    }
}
