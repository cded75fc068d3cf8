using Layers.Domain.Content;
using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>Where the project's warm-up stands; <see cref="Decided"/> never counts past <see cref="Required"/>.</summary>
public sealed record WarmUp(int Required, int Decided, int Remaining)
{
    public static WarmUp Of(int required, int decided)
    {
        var counted = Math.Min(decided, required);
        return new WarmUp(required, counted, required - counted);
    }
}

/// <summary>
/// Whether a container may be published, and if not, why and what opens the gate. Every place that publishes or shows a container asks
/// <see cref="Of"/>, so that what is shown is what is enforced.
/// </summary>
/// <param name="Code">The error that publishing would meet; null when the gate is open.</param>
/// <param name="RequiredScope">The scope that deciding needs; null when any key of the organization may decide.</param>
/// <param name="Next">What the caller can do now.</param>
public sealed record GateVerdict(
    bool Blocked,
    string? Code,
    IReadOnlyList<string> Reasons,
    string? RequiredScope,
    WarmUp? FirstN,
    Instant? AutoApproveAt,
    IReadOnlyList<string> Next)
{
    public const string ApprovalRequired = "APPROVAL_REQUIRED";
    private const string ContentRejected = "CONTENT_REJECTED";
    private const string NotCompleted = "VALIDATION";
    private const string ProjectArchived = "CONFLICT";

    public static GateVerdict Of(GateFacts facts)
    {
        var reasons = ReasonsOf(facts).ToList();
        return new GateVerdict(
            reasons.Count > 0,
            CodeOf(facts),
            reasons,
            facts.RequiredScope,
            WarmUpOf(facts),
            facts.AutoApproveAt,
            NextOf(facts));
    }

    /// <summary>The refusal that the verdict stands for, with the way out in its details.</summary>
    public DomainException ToRefusal(ContainerStatus status) =>
        Code switch
        {
            ApprovalRequired => new DomainException(ErrorKind.ApprovalRequired, "Container waits for approval.", ToDetails()),
            ContentRejected => new DomainException(ErrorKind.ContentRejected, "Container was rejected.", ToDetails()),
            ProjectArchived => Project.Archived(),
            NotCompleted => DomainException.Invalid("Container isn't completed yet.", "status", status.ToWord()),
            _ => throw new InvalidOperationException("The gate is open."),
        };

    private Dictionary<string, object?> ToDetails() =>
        new()
        {
            ["blocked"] = Blocked,
            ["code"] = Code,
            ["reasons"] = Reasons,
            ["requiredScope"] = RequiredScope,
            ["firstN"] = FirstN,
            ["autoApproveAt"] = AutoApproveAt,
            ["next"] = Next,
        };

    // Archiving is for good, so whatever else keeps the gate shut is of no use to a caller: nothing opens it.
    private static IEnumerable<string> ReasonsOf(GateFacts facts)
    {
        if (facts.ProjectIsArchived)
        {
            yield return "project_archived";
            yield break;
        }

        if (facts.ApprovalStatus == ApprovalStatus.Pending)
            yield return "approval_pending";
        if (facts.ApprovalStatus == ApprovalStatus.Rejected)
            yield return "rejected";
        if (facts.Status is ContainerStatus.Queued or ContainerStatus.Processing)
            yield return "not_completed";
        if (facts.Status == ContainerStatus.Failed)
            yield return facts.CreativeType == CreativeType.Uploaded ? "upload_expired" : "generation_failed";
        if (facts.Status == ContainerStatus.Canceled)
            yield return "canceled";
    }

    private static string? CodeOf(GateFacts facts) =>
        facts switch
        {
            { ProjectIsArchived: true } => ProjectArchived,
            { ApprovalStatus: ApprovalStatus.Rejected } => ContentRejected,
            { Status: not ContainerStatus.Completed } => NotCompleted,
            { ApprovalStatus: ApprovalStatus.Pending } => ApprovalRequired,
            _ => null,
        };

    private static WarmUp? WarmUpOf(GateFacts facts) =>
        facts is { RequiresApproval: true, FirstNPostsBlocked: > 0 }
            ? WarmUp.Of(facts.FirstNPostsBlocked, facts.Decided)
            : null;

    private static IReadOnlyList<string> NextOf(GateFacts facts) =>
        facts switch
        {
            { ProjectIsArchived: true } => [],
            { ApprovalStatus: ApprovalStatus.Rejected } or { Status: ContainerStatus.Failed or ContainerStatus.Canceled } => ["create"],
            { Status: not ContainerStatus.Completed, CreativeType: CreativeType.Uploaded } => ["finalize-upload"],
            { Status: not ContainerStatus.Completed } => ["wait"],
            { ApprovalStatus: ApprovalStatus.Pending } => ["approve", "reject"],
            _ => ["schedule", "publish"],
        };
}

/// <summary>All that the gate looks at: the container's state, its project and the project's policy as they are now.</summary>
/// <param name="Decided">Containers of the project that are approved or rejected; counting may stop at <paramref name="FirstNPostsBlocked"/>.</param>
/// <param name="AutoApproveAt">When silence approves; null unless the container is pending and the policy has a window.</param>
public sealed record GateFacts(
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    CreativeType CreativeType,
    bool ProjectIsArchived,
    bool RequiresApproval,
    int FirstNPostsBlocked,
    int Decided,
    Instant? AutoApproveAt,
    string? RequiredScope);
