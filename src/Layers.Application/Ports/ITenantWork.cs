using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Ports;

/// <summary>
/// Work for many organizations: side by side, each piece in a scope and a transaction of its own. One that fails is logged, counts as nothing
/// and does not stop the others.
/// </summary>
public interface ITenantWork
{
    /// <summary>Returns the sum of what the pieces returned.</summary>
    Task<int> Run(IReadOnlyList<TenantRequest> requests, CancellationToken cancellationToken);
}

/// <param name="ClockOffset">By how much the organization has turned its clock forward.</param>
public sealed record TenantRequest(OrganizationId Organization, Actor Actor, Duration ClockOffset, IRequest<int> Request);
