using System.Text.Json;
using AutoMapper;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Audit;
using Layers.Domain;
using NodaTime;

namespace Layers.Api.Audit;

/// <summary>The keys stand in the order of the exported line, so that both read the same.</summary>
/// <param name="Seal">The row's place in the chain; null while it has none.</param>
public sealed record AuditRowResponse(
    string EventId,
    string EventType,
    Instant OccurredAt,
    string RequestId,
    string OrganizationId,
    string? ProjectId,
    string? ApiKeyId,
    string Actor,
    [property: Word<ActorType>] string ActorType,
    [property: ShownAs(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonText Data,
    SealResponse? Seal);

/// <param name="Position">From 1, without gaps.</param>
/// <param name="Hash">SHA-256 in hexadecimal.</param>
public sealed record SealResponse(long Position, string Hash);

/// <param name="Checked">How many positions of the chain were looked at.</param>
/// <param name="SealedUpTo">The last row that was found in order.</param>
/// <param name="Unsealed">How many rows wait for their seal.</param>
public sealed record AuditVerdictResponse(bool Intact, long Checked, SealedRowResponse? SealedUpTo, long Unsealed, BrokenLinkResponse? FirstBroken);

public sealed record SealedRowResponse(long Position, string EventId, Instant OccurredAt, string Hash);

/// <param name="Position">Null for a row that has no place in the chain.</param>
/// <param name="EventId">Null where it cannot be known.</param>
public sealed record BrokenLinkResponse(long? Position, string? EventId, string Reason);

public sealed class AuditMaps : Profile
{
    public AuditMaps()
    {
        CreateMap<Seal, SealResponse>().ForCtorParam("Hash", map => map.MapFrom(from => from.HashText));
        CreateMap<AuditRow, AuditRowResponse>();
        CreateMap<AuditVerdict, AuditVerdictResponse>();
        CreateMap<SealedRow, SealedRowResponse>();
        CreateMap<BrokenLink, BrokenLinkResponse>();
        CreateMap<BrokenReason, string>().ConvertUsing(reason => reason.ToWord());
    }
}
