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
public sealed class ApiKey(ApiKeyState state)
{
    public const int LongestName = 128;

    /// <summary>What it has become; saving stores it.</summary>
    public ApiKeyState State { get; private set; } = state;

    public ApiKeyId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public string KeyId => State.KeyId;

    public ApiKeyStatus Status => State.Status;

    /// <summary>Switches the key off for good. Returns whether it was on.</summary>
    public bool Kill(Instant now)
    {
        if (State.KilledAt is not null)
            return false;
        State = State with { KilledAt = now };
        return true;
    }

    /// <summary>Removes the key from lists and switches it off. Returns whether it was there.</summary>
    public bool Delete(Instant now)
    {
        if (State.DeletedAt is not null)
            return false;
        Kill(now);
        State = State with { DeletedAt = now };
        return true;
    }

    /// <summary>The key has a new text from now on, and the old one opens nothing. One that is switched off refuses.</summary>
    public void Rotate(KeyText text, Instant now)
    {
        if (Status != ApiKeyStatus.Active)
            throw DomainException.Conflict($"API key is {Status.ToWord()}.", "status", Status.ToWord());
        State = State with { KeyId = text.KeyId, RotatedAt = now };
    }
}
