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
    Deleted,
}

/// <summary>How many requests a minute a key has.</summary>
public enum RateLimitTier
{
    Standard,
    Pilot,
    Partner,
    Internal,
}

/// <summary>
/// A key of one organization, without its secret, which only its holder has. It is switched off once and for good; deleting it switches it off
/// and takes it out of sight. <see cref="Id"/> stays through all of this.
/// </summary>
public sealed class ApiKey(
    ApiKeyId id,
    OrganizationId organization,
    OrganizationEnvironment environment,
    string keyId,
    string name,
    IReadOnlyList<string> scopes,
    RateLimitTier tier,
    ActorType actorType,
    Instant createdAt)
{
    public const int LongestName = 128;

    public ApiKeyId Id { get; } = id;

    public OrganizationId Organization { get; } = organization;

    /// <summary>Its organization's, and in the text of every key.</summary>
    public OrganizationEnvironment Environment { get; } = environment;

    /// <summary>The public part of the present text.</summary>
    public string KeyId { get; private set; } = keyId;

    public string Name { get; } = name;

    public IReadOnlyList<string> Scopes { get; } = scopes;

    public RateLimitTier Tier { get; } = tier;

    public ActorType ActorType { get; } = actorType;

    public Instant CreatedAt { get; } = createdAt;

    /// <summary>When it last let a request in, some seconds late; null when it never did.</summary>
    public Instant? LastUsedAt { get; init; }

    public Instant? RotatedAt { get; set; }

    public Instant? KilledAt { get; set; }

    /// <summary>A deleted key is killed too.</summary>
    public Instant? DeletedAt { get; set; }

    public ApiKeyStatus Status =>
        DeletedAt is not null ? ApiKeyStatus.Deleted
        : KilledAt is not null ? ApiKeyStatus.Killed
        : ApiKeyStatus.Active;

    /// <summary>Switches the key off for good, and answers whether it was on.</summary>
    public bool Kill(Instant now)
    {
        if (KilledAt is not null)
            return false;
        KilledAt = now;
        return true;
    }

    /// <summary>Takes the key out of sight, switched off if it was not yet, and answers whether it was there.</summary>
    public bool Delete(Instant now)
    {
        if (DeletedAt is not null)
            return false;
        Kill(now);
        DeletedAt = now;
        return true;
    }

    /// <summary>The key has a new text from now on, and the old one opens nothing. One that is switched off refuses.</summary>
    public void Rotate(KeyText text, Instant now)
    {
        if (Status != ApiKeyStatus.Active)
            throw DomainException.Conflict($"API key is {Status.ToWord()}.", "status", Status.ToWord());
        KeyId = text.KeyId;
        RotatedAt = now;
    }
}
