using Layers.Application.Ports;
using Layers.Application.Webhooks;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Events;

/// <summary>
/// Gives committed events their place in the order that consumers see, and answers how many. Any number of nodes may do so at once: within an
/// organization one after the other.
/// </summary>
public sealed record PositionEvents : IRequest<int>;

public sealed class PositionEventsHandler(IEvents events, ITenantWork work) : IRequestHandler<PositionEvents, int>
{
    public async Task<int> Handle(PositionEvents request, CancellationToken cancellationToken)
    {
        var organizations = await events.ListOrganizationsToPosition(cancellationToken);
        return await work.Run(
            [.. organizations.Select(organization => new TenantRequest(organization, Actor.Outbox, Duration.Zero, new PositionOrganization()))],
            cancellationToken);
    }
}

/// <summary>
/// Gives a batch of the organization's events their positions, puts them on their way to its webhook endpoints in the same transaction, tells
/// those who wait, and answers how many there were.
/// </summary>
public sealed record PositionOrganization : IRequest<int>;

public sealed class PositionOrganizationHandler(
    ICaller caller, IEvents events, IWebhookDeliveries deliveries, IUnitOfWork work, INewEvents newEvents, ServerClock clock)
    : IRequestHandler<PositionOrganization, int>
{
    private const int Batch = 1_000;

    public async Task<int> Handle(PositionOrganization request, CancellationToken cancellationToken)
    {
        var count = await work.Run(() => Position(cancellationToken), cancellationToken);
        if (count > 0)
            await newEvents.Announce(caller.Organization, cancellationToken);
        return count;
    }

    private async Task<int> Position(CancellationToken cancellationToken)
    {
        var positioned = await events.Position(caller.Organization, Batch, cancellationToken);
        if (positioned.Count > 0)
            deliveries.FanOut(caller.Organization, positioned.After, positioned.UpTo, clock.Now());
        return positioned.Count;
    }
}
