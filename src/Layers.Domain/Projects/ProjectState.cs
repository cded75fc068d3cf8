using NodaTime;

namespace Layers.Domain.Projects;

/// <summary>All that is stored of a <see cref="Project"/>. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record ProjectState
{
    public required ProjectId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required string Name { get; init; }

    /// <summary>The caller's own handle for the customer. Not unique: the caller decides what it means.</summary>
    public string? CustomerExternalId { get; init; }

    /// <summary>An IANA time zone.</summary>
    public required string Timezone { get; init; }

    /// <summary>The caller's JSON object, kept as it came.</summary>
    public required string Metadata { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant UpdatedAt { get; init; }

    /// <summary>Set for good by <see cref="Project.Archive"/>.</summary>
    public Instant? ArchivedAt { get; init; }

    public ProjectStatus Status => ArchivedAt is null ? ProjectStatus.Active : ProjectStatus.Archived;
}
