using Layers.Domain.Content;

namespace Layers.Domain.Approval;

/// <summary>
/// All that rules look at: the container and its project as they are now, and a post of it where one is scheduled or handed over. Every place that asks the
/// gate has all of it, so that what is shown is what is enforced.
/// </summary>
public sealed record GateFacts
{
    public required OrganizationId Organization { get; init; }

    public required ContainerId Container { get; init; }

    public required ProjectId Project { get; init; }

    public required ContainerStatus Status { get; init; }

    public required ApprovalStatus ApprovalStatus { get; init; }

    public required CreativeType CreativeType { get; init; }

    public required ContentFormat? Format { get; init; }

    /// <summary>The container's own caption; a post may go out with another, which is in <see cref="Post"/>.</summary>
    public required string? Caption { get; init; }

    /// <summary>Who decided, and as what; null while nobody has.</summary>
    public required Decision? Decision { get; init; }

    /// <summary>What extensions have noted of the container; see <see cref="Content.Container.Mark"/>.</summary>
    public required IReadOnlyDictionary<string, string> Marks { get; init; }

    public required bool ProjectIsArchived { get; init; }

    /// <summary>The post that is scheduled or handed over; null when somebody asks about the container alone.</summary>
    public PostFacts? Post { get; init; }

    public static GateFacts Of(ContainerState container, PostFacts? post = null) =>
        new()
        {
            Organization = container.Organization,
            Container = container.Id,
            Project = container.Project,
            Status = container.Status,
            ApprovalStatus = container.ApprovalStatus,
            CreativeType = container.CreativeType,
            Format = container.Format,
            Caption = container.Caption,
            Decision = container.Decision,
            Marks = container.Marks,
            ProjectIsArchived = container.ProjectIsArchived,
            Post = post,
        };
}
