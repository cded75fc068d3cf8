using System.Collections.Frozen;
using NodaTime;

namespace Layers.Domain.Content;

/// <summary>All that is stored of a <see cref="Container"/>. Repositories load it and save it; only the container changes it.</summary>
public sealed record ContainerState
{
    public static readonly IReadOnlyDictionary<string, string> NoMarks = FrozenDictionary<string, string>.Empty;

    public required ContainerId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required CreativeType CreativeType { get; init; }

    /// <summary>How generated content was made; null for uploads.</summary>
    public ContentFormat? Format { get; init; }

    /// <summary>Generated content's opening line; null for uploads.</summary>
    public string? Hook { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>When the review clock started: the creation, plus the time for which the container was held.</summary>
    public required Instant ReviewSince { get; init; }

    /// <summary>When the review clock was stopped; null while it runs.</summary>
    public Instant? HeldAt { get; init; }

    /// <summary>When reviewers were notified that silence is about to approve; null until then. They are notified once.</summary>
    public Instant? ExpiringRaisedAt { get; init; }

    /// <summary>Of the project's row: an archived project takes no more changes.</summary>
    public bool ProjectIsArchived { get; init; }

    public required ContainerStatus Status { get; init; }

    public required ApprovalStatus ApprovalStatus { get; init; }

    /// <summary>Raised by one with every change.</summary>
    public required int Revision { get; init; }

    public string? Caption { get; init; }

    /// <summary>When the content was finished or last corrected; null unless completed.</summary>
    public Instant? CompletedAt { get; init; }

    public Instant? FailedAt { get; init; }

    public Failure? LastError { get; init; }

    /// <summary>When the files were removed for good; null while the container has its files or waits for them.</summary>
    public Instant? MediaRemovedAt { get; init; }

    /// <summary>Set exactly when the status is approved or rejected.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The latest change of which the hour is kept; there may have been later ones.</summary>
    public Instant LastKnownChange =>
        new[] { CompletedAt, FailedAt, MediaRemovedAt, HeldAt, Decision?.At }.Aggregate(CreatedAt, (latest, next) => next > latest ? next.Value : latest);

    /// <summary>How many posts wait for the approval.</summary>
    public int HeldPosts { get; init; }

    /// <summary>Why the approval could not queue the posts that had waited; null unless that happened, and nothing was scheduled since.</summary>
    public string? PromotionFailure { get; init; }

    /// <summary>What extensions have noted, by names that begin with the extension's own.</summary>
    public IReadOnlyDictionary<string, string> Marks { get; init; } = NoMarks;

    /// <summary>
    /// When silence approves under that window; null unless the container is pending and has not failed, its clock runs, its project is active and there
    /// is a window.
    /// </summary>
    public Instant? AutoApproveAt(Approval.ReviewWindow? window) =>
        ApprovalStatus.AwaitsDecision(Status) && HeldAt is null && !ProjectIsArchived && window is not null ? ReviewSince + window.Length : null;
}
