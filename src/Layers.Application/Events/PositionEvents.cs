using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Webhooks;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Events;

/// <summary>
/// Gives committed events their place in the order that consumers see, and wakes those who wait. Returns how many there were. Any number of nodes
/// may do so at once: within an organization one after the other.
/// </summary>
public sealed record PositionEvents : IRequest<int>;

public sealed class PositionEventsHandler(IEvents events, ITenantWork work, INewEvents newEvents) : IRequestHandler<PositionEvents, int>
{
    public async Task<int> Handle(PositionEvents request, CancellationToken cancellationToken)
    {
        var organizations = await events.ListOrganizationsToPosition(cancellationToken);
        var count = await work.Run(
            [.. organizations.Select(organization => new TenantRequest(organization, Actor.Outbox, Duration.Zero, new PositionOrganization()))],
            cancellationToken);
        if (organizations.Count > 0) // Whatever the count: one that failed half-way has kept what it committed.
            await newEvents.Announce(organizations, cancellationToken);
        return count;
    }
}

/// <summary>
/// Gives events of the organization their positions, batch by batch, puts them on their way to its webhook endpoints in the same transaction, and
/// returns how many there were.
/// </summary>
public sealed record PositionOrganization : IRequest<int>;

public sealed class PositionOrganizationHandler(ICaller caller, IEvents events, IWebhookDeliveries deliveries, IUnitOfWork work, ServerClock clock, ServerStopping stopping)
    : IRequestHandler<PositionOrganization, int>
{
    public Task<int> Handle(PositionOrganization request, CancellationToken cancellationToken) =>
        Backlog.WorkOff(() => work.Run(() => PositionBatch(cancellationToken), cancellationToken), stopping);

    private async Task<int> PositionBatch(CancellationToken cancellationToken)
    {
        var positioned = await events.Position(caller.Organization, Backlog.Batch, cancellationToken);
        if (positioned.Count > 0)
            deliveries.FanOut(caller.Organization, positioned.After, positioned.UpTo, clock.Now());
        return positioned.Count;
    }
}
