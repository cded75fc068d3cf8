using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>All that is stored of a <see cref="ScheduledPost"/>. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record ScheduledPostState
{
    public required ScheduledPostId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required ContainerId Container { get; init; }

    public required SocialAccountId SocialAccount { get; init; }

    public required PostMode Mode { get; init; }

    /// <summary>The text that it goes out with; while it is held, the one that it would have if its container were approved now.</summary>
    public required string Caption { get; init; }

    /// <summary>The text that was asked for in place of the container's caption; null when none was.</summary>
    public string? CaptionOverride { get; init; }

    public string? FirstComment { get; init; }

    public required Instant ScheduledFor { get; init; }

    public required PostStatus Status { get; init; }

    /// <summary>When a dispatcher should next look at it: its hour, the end of a retry's pause or of a claim; null at the end of its life.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Until when an attempt is in flight; null between attempts. Once it has passed, the node that made the attempt is dead.</summary>
    public Instant? LeasedUntil { get; init; }

    /// <summary>How many times it was handed to its publisher.</summary>
    public int Attempts { get; init; }

    /// <summary>Of the last attempt that failed. A post that fails without an attempt has its <see cref="Failure"/> here.</summary>
    public Failure? LastError { get; init; }

    /// <summary>What every attempt sends, made before the first; null for a publisher that sends nothing, and outside of dispatch.</summary>
    public string? Message { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Orders the posts of a container as they were scheduled.</summary>
    public int Place { get; init; }

    public Instant? PublishedAt { get; init; }

    /// <summary>What the platform calls it.</summary>
    public string? ExternalId { get; init; }

    public string? ExternalUrl { get; init; }

    public Failure? Failure { get; init; }

    public Instant? CanceledAt { get; init; }

    public string? CancelReason { get; init; }

    /// <summary>When the next attempt is due; null while one is in flight, and at the end of its life.</summary>
    public Instant? NextAttemptAt => LeasedUntil is null ? DueAt : null;
}
