using NodaTime;

namespace Layers.Domain.Keys;

/// <summary>A live organization reaches real platforms; a test one never does.</summary>
public enum OrganizationEnvironment
{
    Live,
    Test,
}

public enum ApiKeyStatus
{
    Active,
    Killed,
}

/// <summary>How many requests a minute a key has.</summary>
public enum RateLimitTier
{
    Standard,
    Pilot,
    Partner,
    Internal,
}

/// <summary>A key of one organization, without its secret, which only its holder has.</summary>
public sealed record ApiKey(
    ApiKeyId Id,
    OrganizationId Organization,
    string KeyId,
    string Name,
    IReadOnlyList<string> Scopes,
    RateLimitTier Tier,
    ActorType ActorType,
    Instant CreatedAt)
{
    public const int LongestName = 128;
}
