using AutoMapper;
using Layers.Application;
using Layers.Application.Audit;
using Layers.Application.Seams;
using Layers.Domain;
using NodaTime;

namespace Layers.Api.Audit;

/// <summary>The keys stand in the order of the exported line, so that both read the same.</summary>
/// <param name="Seal">The row's place in the chain; null while it has none.</param>
public sealed record AuditRowResponse(
    Domain.EventId EventId,
    string EventType,
    Instant OccurredAt,
    string RequestId,
    OrganizationId OrganizationId,
    ProjectId? ProjectId,
    ApiKeyId? ApiKeyId,
    string Actor,
    [property: ShownAs(typeof(ActorType))] string ActorType,
    JsonText Data,
    SealResponse? Seal);

/// <param name="Position">From 1, without gaps.</param>
/// <param name="Hash">SHA-256 in hexadecimal.</param>
public sealed record SealResponse(long Position, string Hash);

public sealed class AuditMaps : Profile
{
    public AuditMaps()
    {
        CreateMap<Seal, SealResponse>().ForCtorParam("Hash", map => map.MapFrom(from => from.HashText));
        CreateMap<AuditRow, AuditRowResponse>();
    }
}
