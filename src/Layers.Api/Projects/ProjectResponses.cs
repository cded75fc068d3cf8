using AutoMapper;
using Layers.Api.Http;
using Layers.Application.Projects;
using NodaTime;

namespace Layers.Api.Projects;

public sealed record ProjectResponse(
    string Id,
    string Name,
    string? CustomerExternalId,
    string Timezone,
    RawJson Metadata,
    string Status,
    Instant CreatedAt,
    Instant UpdatedAt,
    Instant? ArchivedAt);

public sealed class ProjectMaps : Profile
{
    public ProjectMaps() => CreateMap<ProjectView, ProjectResponse>();
}
