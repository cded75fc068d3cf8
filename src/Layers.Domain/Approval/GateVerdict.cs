using Layers.Domain.Content;
using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>Whether a container may be published, and if not, why and what opens the gate.</summary>
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
    internal GateReason? Decisive { get; init; }

    /// <summary>Whether a schedule that is made now can wait for an approval, or needs none.</summary>
    internal bool TakesSchedules => Decisive?.Effect is null or GateEffect.Waits;

    /// <summary>The refusal that the verdict stands for, with the way out in its details.</summary>
    public DomainException ToRefusal(ContainerStatus status) =>
        Decisive?.Effect switch
        {
            GateEffect.Ends => Project.Archived(),
            GateEffect.Rejects => new DomainException(ErrorKind.ContentRejected, Decisive.Message, ToDetails()),
            GateEffect.Unfinished => DomainException.Invalid(Decisive.Message, "status", status.ToWord()),
            GateEffect.Blocks => new DomainException(ErrorKind.Conflict, Decisive.Message, ToDetails()),
            GateEffect.Waits => new DomainException(ErrorKind.ApprovalRequired, Decisive.Message, ToDetails()),
            _ => throw new InvalidOperationException("The gate is open."),
        };

    internal static string CodeOf(GateEffect effect) =>
        effect switch
        {
            GateEffect.Rejects => "CONTENT_REJECTED",
            GateEffect.Unfinished => "VALIDATION",
            GateEffect.Waits => "APPROVAL_REQUIRED",
            _ => "CONFLICT",
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
}
