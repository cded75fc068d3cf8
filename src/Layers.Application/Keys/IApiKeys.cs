using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>API keys and the organizations they belong to.</summary>
public interface IApiKeys
{
    /// <summary>By id or by name; null when there is none.</summary>
    Task<Organization?> FindOrganization(string nameOrId, CancellationToken cancellationToken);

    /// <summary>Leaves it at the one that has the name already, should another have made it at the same moment.</summary>
    void AddOrganization(Organization organization);

    void Add(ApiKey key, byte[] secretHash);

    Task<IReadOnlyList<ApiKeyView>> List(CancellationToken cancellationToken);

    /// <summary>Kills the key, and answers it as it was before; null when there is none.</summary>
    Task<ApiKeyView?> Kill(ApiKeyId id, Instant now, CancellationToken cancellationToken);

    /// <summary>Turns the clock of a test organization forward and answers by how much it is turned in all. Every node sees it within a second.</summary>
    Task<Duration> TurnClock(OrganizationId organization, Duration by, CancellationToken cancellationToken);

    /// <summary>What stands behind the public part of a key, whatever its state; null when there is none. May be up to a second old.</summary>
    ValueTask<Credential?> FindCredential(string keyId, CancellationToken cancellationToken);
}

public sealed record Organization(OrganizationId Id, string Name, OrganizationEnvironment Environment, Instant CreatedAt);

/// <summary>All that is needed to let a request in: the hash to compare with, who it is, and what it may do.</summary>
public sealed record Credential(
    ApiKeyId Id,
    string KeyId,
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

public sealed record ApiKeyView(
    ApiKeyId Id,
    OrganizationId OrganizationId,
    string OrganizationName,
    OrganizationEnvironment Environment,
    string KeyId,
    string Name,
    IReadOnlyList<string> Scopes,
    RateLimitTier Tier,
    ActorType ActorType,
    ApiKeyStatus Status,
    Instant CreatedAt,
    Instant? KilledAt);
