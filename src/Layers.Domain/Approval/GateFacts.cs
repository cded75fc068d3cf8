using Layers.Domain.Content;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>All that the gate looks at: the container, its project, and the project's policy as they are now.</summary>
public sealed record GateFacts
{
    public required ContainerId Container { get; init; }

    public required ProjectId Project { get; init; }

    public required ContainerStatus Status { get; init; }

    public required ApprovalStatus ApprovalStatus { get; init; }

    public required CreativeType CreativeType { get; init; }

    public ContentFormat? Format { get; init; }

    /// <summary>The container's own caption; a post may go out with another.</summary>
    public string? Caption { get; init; }

    /// <summary>Who decided, and as what; null while nobody has.</summary>
    public Decision? Decision { get; init; }

    /// <summary>What extensions have noted of the container; see <see cref="Content.Container.Mark"/>.</summary>
    public IReadOnlyDictionary<string, string> Marks { get; init; } = ContainerState.NoMarks;

    public bool ProjectIsArchived { get; init; }

    public bool RequiresApproval { get; init; }

    public int FirstNPostsBlocked { get; init; }

    /// <summary>Containers of the project that are approved or rejected; counting may stop at <see cref="FirstNPostsBlocked"/>.</summary>
    public int Decided { get; init; }

    /// <summary>When silence approves; null unless the container is pending and the policy has a window.</summary>
    public Instant? AutoApproveAt { get; init; }

    /// <summary>The scope that deciding needs; null when any key of the organization may decide.</summary>
    public string? RequiredScope { get; init; }
}
