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

    /// <summary>One of those that <c>connectAccount</c> lists, or one that this server had before.</summary>
    public required string Publisher { get; init; }

    public required SettingsResponse Settings { get; init; }

    public required SocialAccountStatus Status { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant? DisconnectedAt { get; init; }

    /// <summary>Of a new account whose publisher signs what it sends, and this once: what it signs with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SigningSecret { get; init; }
}

/// <summary>What the account's publisher wants to know of it, by name.</summary>
public sealed class SettingsResponse : Dictionary<string, string>;

public sealed class SocialAccountMaps : Profile
{
    public SocialAccountMaps() =>
        CreateMap<SocialAccountView, SocialAccountResponse>()
            .ForMember(to => to.SigningSecret, map => map.Ignore());
}
