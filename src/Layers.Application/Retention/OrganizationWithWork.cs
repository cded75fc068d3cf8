using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>An active organization in which something has been kept long enough, by its own clock.</summary>
/// <param name="ClockOffset">By how much it has turned its clock forward.</param>
public sealed record OrganizationWithWork(OrganizationId Organization, Duration ClockOffset)
{
    /// <summary>How many organizations one round looks at.</summary>
    public const int AtOnce = 100;

    public TenantRequest Do(IRequest<int> request) => new(Organization, Actor.Retention, ClockOffset, request);
}
