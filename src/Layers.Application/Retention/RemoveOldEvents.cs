using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>
/// Removes events that happened long ago from the feed, a batch of each organization, and returns how many. Positions are never given again, and a
/// cursor in front of what is kept is refused.
/// </summary>
public sealed record RemoveOldEvents : IRequest<int>;

public sealed class RemoveOldEventsHandler(IEventRetention retention, RetentionOptions options, ITenantWork work, ServerClock clock)
    : IRequestHandler<RemoveOldEvents, int>
{
    public async Task<int> Handle(RemoveOldEvents request, CancellationToken cancellationToken)
    {
        if (options.Events is not { } kept)
            return 0;
        var organizations = await retention.ListOrganizations(clock.Now() - kept, OrganizationWithWork.AtOnce, cancellationToken);
        return await work.Run([.. organizations.Select(organization => organization.Do(new RemoveOldEventsOfOrganization(kept)))], cancellationToken);
    }
}

/// <summary>Removes a batch of one organization's events that happened longer ago than <paramref name="Kept"/>, and returns how many.</summary>
public sealed record RemoveOldEventsOfOrganization(Duration Kept) : ICommand<int>;

public sealed class RemoveOldEventsOfOrganizationHandler(ICaller caller, IEventRetention retention, IAuditLog audit, IClock clock)
    : IRequestHandler<RemoveOldEventsOfOrganization, int>
{
    private const int Batch = 1_000;

    public async Task<int> Handle(RemoveOldEventsOfOrganization request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var removed = await retention.Remove(caller.Organization, now - request.Kept, Batch, cancellationToken);
        if (removed.Count > 0)
            audit.Append(new AuditEntry("events.removed", now, Project: null, new { count = removed.Count, upToPosition = removed.UpTo }));
        return removed.Count;
    }
}
