using System.Text.Json;
using AutoMapper;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Projects;
using NodaTime;

namespace Layers.Api.Projects;

public sealed record ProjectResponse(
    string Id,
    string Name,
    string? CustomerExternalId,
    string Timezone,
    [property: ShownAs(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonText Metadata,
    string Status,
    Instant CreatedAt,
    Instant UpdatedAt,
    Instant? ArchivedAt);

public sealed class ProjectMaps : Profile
{
    public ProjectMaps() => CreateMap<ProjectView, ProjectResponse>();
}
