using NodaTime;

namespace Layers.Domain.Content;

/// <summary>
/// One piece of content between its making and its publication. Born under the project's gate, it is decided at most once,
/// and every change raises <see cref="Revision"/> by one.
/// </summary>
public sealed partial class Container
{
    public required ContainerId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required CreativeType CreativeType { get; init; }

    /// <summary>How generated content was made; null for uploads.</summary>
    public ContentFormat? Format { get; init; }

    /// <summary>Generated content's opening line; null for uploads.</summary>
    public string? Hook { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>From when silence counts: the creation, moved on by as long as the container was held.</summary>
    public required Instant ReviewSince { get; set; }

    /// <summary>Since when the review clock stands; null while it runs.</summary>
    public Instant? HeldAt { get; set; }

    /// <summary>When it was told that silence is about to approve; null until then. That is told once, whatever the clock does afterwards.</summary>
    public Instant? ExpiringRaisedAt { get; set; }

    /// <summary>An archived project takes no more changes.</summary>
    public bool ProjectIsArchived { get; init; }

    public required ContainerStatus Status { get; set; }

    public required ApprovalStatus ApprovalStatus { get; set; }

    public required int Revision { get; set; }

    /// <summary>The revision that was last read or written. A save demands that the stored container still has it.</summary>
    public int StoredRevision { get; set; }

    public string? Caption { get; set; }

    /// <summary>When the content was finished or last corrected; null unless completed.</summary>
    public Instant? CompletedAt { get; set; }

    public Instant? FailedAt { get; set; }

    public Failure? LastError { get; set; }

    /// <summary>When the files were removed for good; null while the container has its files or waits for them.</summary>
    public Instant? MediaRemovedAt { get; set; }

    /// <summary>Set exactly when the status is approved or rejected.</summary>
    public Decision? Decision { get; set; }

    /// <summary>The latest change of which the hour is kept; there may have been later ones.</summary>
    public Instant LastKnownChange =>
        new[] { CompletedAt, FailedAt, MediaRemovedAt, HeldAt, Decision?.At }.Aggregate(CreatedAt, (latest, next) => next > latest ? next.Value : latest);

    /// <summary>How many posts wait for the approval.</summary>
    public int HeldPosts { get; set; }

    /// <summary>Why the approval could not queue the posts that had waited; null unless that happened, and nothing was scheduled since.</summary>
    public string? PromotionFailure { get; set; }
}

/// <summary>Why a container failed.</summary>
public sealed record Failure(string Code, string Message)
{
    /// <summary>Of an upload that was not finalized in time.</summary>
    public static readonly Failure UploadExpired =
        new("UPLOAD_EXPIRED", "The upload was not finalized in time, and its files were removed. Start a new upload.");
}
