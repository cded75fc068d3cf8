using Layers.Domain;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Application.Organizations;

/// <summary>Organizations as the operator sees them.</summary>
public interface IOrganizations
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<OrganizationView>> List(CancellationToken cancellationToken);

    /// <summary>Makes an active organization, or leaves it at the one that has the name.</summary>
    void Add(OrganizationId id, string name, OrganizationEnvironment environment, Instant now);

    /// <summary>By id or, if none has it, by name. Throws <see cref="ErrorKind.NotFound"/> when there is none.</summary>
    Task<OrganizationView> Find(string nameOrId, CancellationToken cancellationToken);

    /// <summary>Suspends the organization at once. Returns false when it was suspended before.</summary>
    Task<bool> Suspend(OrganizationId organization, Instant now, CancellationToken cancellationToken);

    /// <summary>Returns when everything that acted for the organization before its suspension was committed has come to its end.</summary>
    Task WaitForWork(OrganizationId organization, CancellationToken cancellationToken);

    /// <summary>Resumes the organization at once. Returns false when it was active.</summary>
    Task<bool> Resume(OrganizationId organization, Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// Throws <see cref="ErrorKind.KillSwitch"/> when the organization is suspended. Otherwise a suspension is answered only after this transaction has
    /// ended.
    /// </summary>
    Task DemandActive(OrganizationId organization, CancellationToken cancellationToken);
}

public enum OrganizationStatus
{
    Active,

    /// <summary>Its keys are refused, and nothing of it is decided, dispatched or delivered.</summary>
    Suspended,
}

/// <param name="SuspendedAt">Null while it is active.</param>
public sealed record OrganizationView(
    OrganizationId Id, string Name, OrganizationEnvironment Environment, OrganizationStatus Status, Instant CreatedAt, Instant? SuspendedAt);
