using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Events;

/// <summary>
/// Gives committed events their place in the order that consumers see, and answers how many. Any number of nodes may do so at once: within an
/// organization one after the other.
/// </summary>
public sealed record PositionEvents : IRequest<int>;

public sealed class PositionEventsHandler(IEvents events, IUnitOfWork work, INewEvents newEvents) : IRequestHandler<PositionEvents, int>
{
    private const int OrganizationsAtOnce = 100;
    private const int Batch = 1_000;

    public async Task<int> Handle(PositionEvents request, CancellationToken cancellationToken)
    {
        var positioned = 0;
        foreach (var organization in await events.ListOrganizationsToPosition(OrganizationsAtOnce, cancellationToken))
            positioned += await Position(organization, cancellationToken);
        return positioned;
    }

    private async Task<int> Position(OrganizationId organization, CancellationToken cancellationToken)
    {
        var count = await work.Run(() => events.Position(organization, Batch, cancellationToken), cancellationToken);
        if (count > 0)
            await newEvents.Announce(organization, cancellationToken);
        return count;
    }
}
