using System.Text.Json;
using AutoMapper;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Projects;
using NodaTime;

namespace Layers.Api.Projects;

public sealed record ProjectResponse(
    string Id,
    string Name,
    string? CustomerExternalId,
    string Timezone,
    [property: ShownAs(typeof(IReadOnlyDictionary<string, JsonElement>))] RawJson Metadata,
    string Status,
    Instant CreatedAt,
    Instant UpdatedAt,
    Instant? ArchivedAt);

public sealed class ProjectMaps : Profile
{
    // Metadata is the caller's own: unlike our stored JSON, what looks like a media address in it is left alone.
    public ProjectMaps() =>
        CreateMap<ProjectView, ProjectResponse>().ForCtorParam("Metadata", map => map.MapFrom(from => new RawJson(from.Metadata.Json)));
}
