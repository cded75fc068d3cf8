using Layers.Domain.Approval;

namespace Layers.Domain.Content;

/// <summary>What the gate says of a container; decided once at birth, and once more by a person or the clock when it is pending.</summary>
public enum ApprovalStatus
{
    NotRequired,
    Pending,
    Approved,
    Rejected,
}

/// <summary>
/// What follows from an approval status. A new one is a value of <see cref="ApprovalStatus"/> and a line here, a migration that lets containers have its word,
/// and the act that leads to it.
/// </summary>
public static class ApprovalStatuses
{
    private static readonly Facts[] InOrder =
    [
        new(ApprovalStatus.NotRequired),
        new(ApprovalStatus.Pending, Reason: new GateReason("approval_pending", GateEffect.Waits, ["approve", "reject"], "Container waits for approval.")),
        new(ApprovalStatus.Approved, Act: "approve"),
        new(ApprovalStatus.Rejected, Act: "reject", Reason: new GateReason("rejected", GateEffect.Rejects, ["create"], "Container was rejected.")),
    ];

    /// <summary>Why the gate is shut in any of the statuses, in their order.</summary>
    public static IReadOnlyList<GateReason> GateReasons { get; } = [.. InOrder.Select(facts => facts.Reason).OfType<GateReason>()];

    /// <summary>Why the status keeps the gate shut; null when it does not.</summary>
    public static GateReason? GateReason(this ApprovalStatus status) => Of(status).Reason;

    /// <summary>The decision that led to the status, as a word; null while nobody has decided.</summary>
    public static string? Act(this ApprovalStatus status) => Of(status).Act;

    /// <summary>Whether somebody has decided, so that nothing changes the status any more.</summary>
    public static bool IsDecided(this ApprovalStatus status) => status.Act() is not null;

    /// <summary>Whether the container waits for a decision. One that has failed or was canceled keeps its approval status, but nobody can decide it.</summary>
    public static bool AwaitsDecision(this ApprovalStatus approval, ContainerStatus status) => approval == ApprovalStatus.Pending && status.CanBeCompleted();

    private static Facts Of(ApprovalStatus status) => Array.Find(InOrder, facts => facts.Status == status)!;

    private sealed record Facts(ApprovalStatus Status, string? Act = null, GateReason? Reason = null);
}
