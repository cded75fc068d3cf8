using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>Removes webhook deliveries that ended long ago, a batch of each organization, and returns how many. What is pending stays, however old.</summary>
public sealed record RemoveOldDeliveries : IRequest<int>;

public sealed class RemoveOldDeliveriesHandler(IDeliveryRetention retention, RetentionOptions options, ITenantWork work, ServerClock clock)
    : IRequestHandler<RemoveOldDeliveries, int>
{
    public async Task<int> Handle(RemoveOldDeliveries request, CancellationToken cancellationToken)
    {
        if (options.Deliveries is not { } kept)
            return 0;
        var before = clock.Now() - kept;
        var organizations = await retention.ListOrganizations(before, OrganizationWithWork.AtOnce, cancellationToken);
        return await work.Run([.. organizations.Select(organization => organization.Do(new RemoveOldDeliveriesOfOrganization(before)))], cancellationToken);
    }
}

/// <summary>Removes a batch of one organization's webhook deliveries that ended before that moment of the server's time, and returns how many.</summary>
public sealed record RemoveOldDeliveriesOfOrganization(Instant EndedBefore) : ICommand<int>;

public sealed class RemoveOldDeliveriesOfOrganizationHandler(ICaller caller, IDeliveryRetention retention, IAuditLog audit, IClock clock)
    : IRequestHandler<RemoveOldDeliveriesOfOrganization, int>
{
    private const int Batch = 1_000;

    public async Task<int> Handle(RemoveOldDeliveriesOfOrganization request, CancellationToken cancellationToken)
    {
        var removed = await retention.Remove(caller.Organization, request.EndedBefore, Batch, cancellationToken);
        if (removed > 0)
            audit.Append(new AuditEntry("webhook_deliveries.removed", clock.Now(), Project: null, new { count = removed, endedBefore = request.EndedBefore }));
        return removed;
    }
}
