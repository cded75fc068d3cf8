using Layers.Domain;
using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Application.Projects;

public sealed record ProjectView(
    ProjectId Id,
    string Name,
    string? CustomerExternalId,
    string Timezone,
    JsonText Metadata,
    ProjectStatus Status,
    Instant CreatedAt,
    Instant UpdatedAt,
    Instant? ArchivedAt)
{
    public static ProjectView From(ProjectState project) =>
        new(
            project.Id,
            project.Name,
            project.CustomerExternalId,
            project.Timezone,
            new JsonText(project.Metadata),
            project.Status,
            project.CreatedAt,
            project.UpdatedAt,
            project.ArchivedAt);
}
