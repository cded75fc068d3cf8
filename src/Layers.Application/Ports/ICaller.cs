using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Application.Ports;

/// <summary>On whose behalf the present request runs.</summary>
public interface ICaller
{
    OrganizationId Organization { get; }

    /// <summary>Live when the server itself acts.</summary>
    OrganizationEnvironment Environment { get; }

    /// <summary>Null when the server itself acts.</summary>
    ApiKeyId? ApiKey { get; }

    Actor Actor { get; }

    string RequestId { get; }

    /// <summary>Null when the caller sent no idempotency key.</summary>
    IdempotentAttempt? Idempotency { get; }
}

/// <summary>One sending of a request that carries an idempotency key.</summary>
/// <param name="RequestHash">SHA-256 over method, path and body.</param>
public sealed record IdempotentAttempt(string Key, byte[] RequestHash)
{
    /// <summary>Set when the response is the first sending's, and nothing was run.</summary>
    public bool WasReplayed { get; set; }

    /// <summary>Set once a command has succeeded under the key, which belongs to that command alone.</summary>
    public bool IsSpent { get; set; }
}

/// <summary>The caller of a scope: the code that opens the scope says once who it is.</summary>
public sealed class CurrentCaller : ICaller
{
    private OrganizationId? organization;
    private Actor? actor;

    /// <summary>Null until it is known who is calling.</summary>
    public OrganizationId? KnownOrganization => organization;

    public OrganizationId Organization => organization ?? throw new InvalidOperationException("Nobody has said who is calling.");

    public OrganizationEnvironment Environment { get; private set; }

    /// <summary>By how much the organization has turned its clock forward; nothing but for test organizations.</summary>
    public Duration ClockOffset { get; private set; }

    public ApiKeyId? ApiKey { get; private set; }

    /// <summary>The public part of the key; null when the server itself acts.</summary>
    public string? KeyId { get; private set; }

    public Actor Actor => actor ?? throw new InvalidOperationException("Nobody has said who is calling.");

    public string RequestId { get; set; } = "";

    /// <summary>Whether somebody waits for a response over HTTP; otherwise the server works on its own.</summary>
    public bool IsRequest { get; set; }

    public IdempotentAttempt? Idempotency { get; set; }

    /// <summary>The server itself acts for an organization.</summary>
    public void ActAs(OrganizationId organizationId, Actor who, Duration clockOffset = default) =>
        (organization, actor, ClockOffset) = (organizationId, who, clockOffset);

    /// <summary>The holder of a key acts.</summary>
    public void ActAs(Credential credential)
    {
        ActAs(credential.Organization, Actor.ForKey(credential.Id, credential.ActorType, credential.Name), credential.ClockOffset);
        (ApiKey, KeyId, Environment) = (credential.Id, credential.KeyId, credential.Environment);
    }
}
