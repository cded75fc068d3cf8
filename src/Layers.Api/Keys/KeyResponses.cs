using Layers.Application.Seams;
using System.Text.Json.Serialization;
using AutoMapper;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Api.Keys;

public sealed record ApiKeyResponse
{
    public required ApiKeyId Id { get; init; }

    /// <summary>The public part of the key's text.</summary>
    public required string KeyId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required RateLimitTier Tier { get; init; }

    [OneOf("person", "agent", "service")]
    public required ActorType ActorType { get; init; }

    /// <summary><c>active</c>, <c>killed</c> or <c>deleted</c>.</summary>
    public required ApiKeyStatus Status { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>When it last let a request in, some seconds late; null when it never did.</summary>
    public required Instant? LastUsedAt { get; init; }

    public required Instant? RotatedAt { get; init; }

    public required Instant? KilledAt { get; init; }

    public required Instant? DeletedAt { get; init; }

    /// <summary>The new text, once: present only in the first response of a rotation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }
}

public sealed class KeyMaps : Profile
{
    public KeyMaps() => CreateMap<ApiKeyView, ApiKeyResponse>().ForMember(to => to.Key, map => map.Ignore());
}
