using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>API keys.</summary>
public interface IApiKeys
{
    void Add(ApiKey key, byte[] secretHash);

    /// <summary>One that is not the organization's is <see cref="ErrorKind.NotFound"/>; a deleted one is still there.</summary>
    Task<ApiKeyState> Get(OrganizationId organization, ApiKeyId id, CancellationToken cancellationToken);

    /// <summary>The key to be changed, locked until the transaction ends.</summary>
    Task<ApiKey> GetForUpdate(OrganizationId organization, ApiKeyId id, CancellationToken cancellationToken);

    /// <summary>Newest first by (createdAt, id), one row more than the filter's limit when there are more.</summary>
    Task<IReadOnlyList<ApiKeyState>> List(OrganizationId organization, KeyFilter filter, CancellationToken cancellationToken);

    /// <summary>Those of all organizations, oldest first.</summary>
    Task<IReadOnlyList<ListedKey>> ListAll(CancellationToken cancellationToken);

    /// <summary>The organization that a key belongs to, whatever the key's state; null when there is no such key.</summary>
    Task<OrganizationId?> FindOwner(ApiKeyId id, CancellationToken cancellationToken);

    /// <summary>Whether any organization has a key, whatever its state.</summary>
    Task<bool> HasKeys(CancellationToken cancellationToken);

    /// <summary>Writes that the key was switched off or deleted. Every node refuses it within a second after the commit.</summary>
    void Save(ApiKey key);

    /// <summary>Writes the key's new text. Every node refuses the old one within a second after the commit.</summary>
    void SaveRotated(ApiKey key, byte[] secretHash);

    /// <summary>Writes at once when keys were last used; an earlier use never takes the place of a later one.</summary>
    Task SaveUses(IReadOnlyCollection<KeyValuePair<ApiKeyId, Instant>> uses, CancellationToken cancellationToken);

    /// <summary>Turns the clock of a test organization forward. Returns by how much it is turned in all. Every node sees it within a second.</summary>
    Task<Duration> TurnClock(OrganizationId organization, Duration by, CancellationToken cancellationToken);

    /// <summary>What stands behind the public part of a key, whatever its state; null when there is none. May be up to a second old.</summary>
    ValueTask<Credential?> FindCredential(string keyId, CancellationToken cancellationToken);
}

/// <summary>All that is needed to let a request in: the hash to compare with, who it is, and what it may do.</summary>
public sealed record Credential(
    ApiKeyId Id,
    string KeyId,
    string? Name,
    OrganizationId Organization,
    string OrganizationName,
    byte[] SecretHash,
    OrganizationEnvironment Environment,
    IReadOnlyList<string> Scopes,
    RateLimitTier Tier,
    ActorType ActorType,
    bool IsKilled,
    bool IsOrganizationSuspended,
    Duration ClockOffset)
{
    /// <summary>What has been switched off, "organization" or "key"; null when neither.</summary>
    public string? KilledScope => IsOrganizationSuspended ? "organization" : IsKilled ? "key" : null;
}

public sealed record KeyFilter(IReadOnlyList<ApiKeyStatus> Statuses, Cursor? After, int Limit);

public sealed record ListedKey(string OrganizationName, ApiKeyState Key);

/// <summary>A key as it is shown: never its secret, nor the hash of it.</summary>
public sealed record ApiKeyView(
    ApiKeyId Id,
    string KeyId,
    string Name,
    IReadOnlyList<string> Scopes,
    RateLimitTier Tier,
    ActorType ActorType,
    ApiKeyStatus Status,
    Instant CreatedAt,
    Instant? LastUsedAt,
    Instant? RotatedAt,
    Instant? KilledAt,
    Instant? DeletedAt)
{
    public static ApiKeyView From(ApiKeyState key) =>
        new(
            key.Id, key.KeyId, key.Name, key.Scopes, key.Tier, key.ActorType, key.Status,
            key.CreatedAt, key.LastUsedAt, key.RotatedAt, key.KilledAt, key.DeletedAt);
}
