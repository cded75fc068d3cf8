using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Uploads;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>
/// Removes the files of containers that were rejected long ago, a batch of each organization, and returns of how many containers. Any number of nodes
/// may do so at once.
/// </summary>
public sealed record RemoveRejectedMedia : IRequest<int>;

public sealed class RemoveRejectedMediaHandler(IMediaRetention retention, RetentionOptions options, ITenantWork work, ServerClock clock)
    : IRequestHandler<RemoveRejectedMedia, int>
{
    public async Task<int> Handle(RemoveRejectedMedia request, CancellationToken cancellationToken)
    {
        if (options.Media is not { } kept)
            return 0;
        var organizations = await retention.ListOrganizations(clock.Now() - kept, OrganizationWithWork.AtOnce, cancellationToken);
        return await work.Run([.. organizations.Select(organization => organization.Do(new RemoveRejectedMediaOfOrganization(kept)))], cancellationToken);
    }
}

/// <summary>
/// Removes the files of a batch of one organization's containers that were rejected longer ago than <paramref name="Kept"/>, frees their bytes for new
/// uploads, and returns of how many. The containers say so before the files go.
/// </summary>
public sealed record RemoveRejectedMediaOfOrganization(Duration Kept) : IRequest<int>;

public sealed class RemoveRejectedMediaOfOrganizationHandler(
    ICaller caller, IMediaRetention retention, IMediaUsage usage, MediaRemoval removal, IUnitOfWork work, IAuditLog audit, IClock clock)
    : IRequestHandler<RemoveRejectedMediaOfOrganization, int>
{
    private const int Batch = 200;

    public async Task<int> Handle(RemoveRejectedMediaOfOrganization request, CancellationToken cancellationToken)
    {
        var removed = await work.Run(() => Remove(request.Kept, cancellationToken), cancellationToken);
        await removal.Remove(removed, cancellationToken);
        return removed.Count;
    }

    private async Task<IReadOnlyList<ContainerId>> Remove(Duration kept, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var rejected = await retention.ListForUpdate(caller.Organization, now - kept, Batch, cancellationToken);
        var removed = rejected.Select(media => media.Remove(now)).ToList();
        retention.Save(removed);
        audit.Append([.. removed.Select(media => ContainerAudit.MediaRemoved(media.Container, now))]);
        var ids = removed.Select(media => media.Container.Id).ToList();
        usage.Release(caller.Organization, ids);
        return ids;
    }
}
