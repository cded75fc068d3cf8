using Layers.Domain.Content;

namespace Layers.Domain.Approval;

/// <summary>Archiving is for good, so whatever else keeps the gate shut is of no use to a caller.</summary>
public sealed class ArchivedProjectRule : IGateRule
{
    private static readonly GateReason Archived = new("project_archived", GateEffect.Ends, []);

    public string Name => "project_archived";

    public IReadOnlyList<GateReason> Reasons => [Archived];

    public GateReason? ReasonOf(GateFacts facts) => facts.ProjectIsArchived ? Archived : null;
}

/// <summary>The approval status keeps the gate shut until the approval; after a rejection, for good.</summary>
public sealed class ApprovalStatusRule : IGateRule
{
    public string Name => "approval_status";

    public IReadOnlyList<GateReason> Reasons => ApprovalStatuses.GateReasons;

    public GateReason? ReasonOf(GateFacts facts) => facts.ApprovalStatus.GateReason();
}

/// <summary>Only what is completed can be published.</summary>
public sealed class CompletionRule : IGateRule
{
    private static readonly GateReason AwaitsFiles = new("not_completed", GateEffect.Unfinished, ["finalize-upload"]);
    private static readonly GateReason AwaitsGenerator = new("not_completed", GateEffect.Unfinished, ["wait"]);
    private static readonly GateReason UploadExpired = new("upload_expired", GateEffect.Unfinished, ["create"]);
    private static readonly GateReason GenerationFailed = new("generation_failed", GateEffect.Unfinished, ["create"]);
    private static readonly GateReason Canceled = new("canceled", GateEffect.Unfinished, ["create"]);

    public string Name => "completed";

    public IReadOnlyList<GateReason> Reasons => [AwaitsFiles, AwaitsGenerator, GenerationFailed, UploadExpired, Canceled];

    public GateReason? ReasonOf(GateFacts facts) =>
        (facts.Status, facts.CreativeType) switch
        {
            (ContainerStatus.Completed, _) => null,
            (ContainerStatus.Canceled, _) => Canceled,
            (ContainerStatus.Failed, CreativeType.Uploaded) => UploadExpired,
            (ContainerStatus.Failed, _) => GenerationFailed,
            (_, CreativeType.Uploaded) => AwaitsFiles,
            _ => AwaitsGenerator,
        };
}
