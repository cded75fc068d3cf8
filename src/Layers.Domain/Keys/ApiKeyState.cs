using NodaTime;

namespace Layers.Domain.Keys;

/// <summary>All that is stored of an <see cref="ApiKey"/>, without its secret. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record ApiKeyState
{
    public required ApiKeyId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    /// <summary>Its organization's, and in the text of every key.</summary>
    public required OrganizationEnvironment Environment { get; init; }

    /// <summary>The public part of the present text.</summary>
    public required string KeyId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required RateLimitTier Tier { get; init; }

    public required ActorType ActorType { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>When it last let a request in, some seconds late; null when it never did.</summary>
    public Instant? LastUsedAt { get; init; }

    public Instant? RotatedAt { get; init; }

    public Instant? KilledAt { get; init; }

    /// <summary>A deleted key is killed too.</summary>
    public Instant? DeletedAt { get; init; }

    public ApiKeyStatus Status =>
        DeletedAt is not null ? ApiKeyStatus.Deleted
        : KilledAt is not null ? ApiKeyStatus.Killed
        : ApiKeyStatus.Active;
}
