using System.Text.Json.Serialization;
using AutoMapper;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Api.Social;

public sealed record SocialAccountResponse
{
    public required SocialAccountId SocialAccountId { get; init; }

    public required ProjectId ProjectId { get; init; }

    public required Platform Platform { get; init; }

    public required string Handle { get; init; }

    public required Publisher Publisher { get; init; }

    public required SettingsResponse Settings { get; init; }

    public required SocialAccountStatus Status { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant? DisconnectedAt { get; init; }

    /// <summary>Of a new relay only: what its requests are signed with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SigningSecret { get; init; }
}

/// <param name="Url">Where the relay listens; absent for the sandbox.</param>
public sealed record SettingsResponse([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url);

public sealed class SocialAccountMaps : Profile
{
    public SocialAccountMaps() =>
        CreateMap<SocialAccountView, SocialAccountResponse>()
            .ForMember(to => to.Settings, map => map.MapFrom(from => new SettingsResponse(from.RelayUrl)))
            .ForMember(to => to.SigningSecret, map => map.Ignore());
}
