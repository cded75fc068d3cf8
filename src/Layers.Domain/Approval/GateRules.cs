using Layers.Domain.Content;
using Layers.Domain.Projects;

namespace Layers.Domain.Approval;

/// <summary>Archiving is for good, so whatever else keeps the gate shut is of no use to a caller.</summary>
public sealed class ArchivedProjectRule : IGateRule
{
    private static readonly GateReason Archived = new("project_archived", GateEffect.Ends, [], Project.Archived().Message);

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
    private static readonly GateReason AwaitsFiles = Unfinished("not_completed", "finalize-upload");
    private static readonly GateReason AwaitsGenerator = Unfinished("not_completed", "wait");
    private static readonly GateReason UploadExpired = Unfinished("upload_expired", "create");
    private static readonly GateReason GenerationFailed = Unfinished("generation_failed", "create");
    private static readonly GateReason Canceled = Unfinished("canceled", "create");

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

    private static GateReason Unfinished(string word, string next) => new(word, GateEffect.Unfinished, [next], "Container isn't completed yet.");
}
