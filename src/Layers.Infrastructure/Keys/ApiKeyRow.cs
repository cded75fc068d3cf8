using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Infrastructure.Keys;

/// <summary>A key's row, joined with its organization.</summary>
internal sealed record ApiKeyRow
{
    public Guid ApiKeyId { get; init; }

    public Guid OrganizationId { get; init; }

    public string OrganizationName { get; init; } = "";

    public string Environment { get; init; } = "";

    public string OrganizationStatus { get; init; } = "";

    public long ClockOffsetSeconds { get; init; }

    public string KeyId { get; init; } = "";

    public byte[] SecretHash { get; init; } = [];

    public string Name { get; init; } = "";

    public string[] Scopes { get; init; } = [];

    public string Tier { get; init; } = "";

    public string ActorType { get; init; } = "";

    public Instant CreatedAt { get; init; }

    public Instant? LastUsedAt { get; init; }

    public Instant? RotatedAt { get; init; }

    public Instant? KilledAt { get; init; }

    public Instant? DeletedAt { get; init; }

    public ApiKeyState ToState() =>
        new()
        {
            Id = new ApiKeyId(ApiKeyId),
            Organization = new OrganizationId(OrganizationId),
            Environment = Words.Parse<OrganizationEnvironment>(Environment),
            KeyId = KeyId,
            Name = Name,
            Scopes = Scopes,
            Tier = Words.Parse<RateLimitTier>(Tier),
            ActorType = Words.Parse<ActorType>(ActorType),
            CreatedAt = CreatedAt,
            LastUsedAt = LastUsedAt,
            RotatedAt = RotatedAt,
            KilledAt = KilledAt,
            DeletedAt = DeletedAt,
        };

    public Credential ToCredential() =>
        new(
            new ApiKeyId(ApiKeyId),
            KeyId,
            Name.Length == 0 ? null : Name,
            new OrganizationId(OrganizationId),
            OrganizationName,
            SecretHash,
            Words.Parse<OrganizationEnvironment>(Environment),
            Scopes,
            Words.Parse<RateLimitTier>(Tier),
            Words.Parse<ActorType>(ActorType),
            IsKilled: KilledAt is not null,
            IsOrganizationSuspended: OrganizationStatus == "suspended",
            Duration.FromSeconds(ClockOffsetSeconds));
}
