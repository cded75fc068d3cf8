using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Uploads;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>
/// Fails uploads that were not finalized in time, a batch of each organization, and returns how many. Any number of nodes may do so at once: what
/// one node holds, another passes over.
/// </summary>
public sealed record ExpireUploads : IRequest<int>;

public sealed class ExpireUploadsHandler(IUploadExpiry expiry, UploadOptions options, ITenantWork work, ServerClock clock)
    : IRequestHandler<ExpireUploads, int>
{
    public async Task<int> Handle(ExpireUploads request, CancellationToken cancellationToken)
    {
        var organizations = await expiry.ListOrganizations(clock.Now() - options.ExpireAfter, OrganizationWithWork.AtOnce, cancellationToken);
        return await work.Run([.. organizations.Select(organization => organization.Do(new ExpireUploadsOfOrganization()))], cancellationToken);
    }
}

/// <summary>
/// Fails a batch of one organization's uploads that were not finalized in time, frees their bytes for new uploads, and returns how many there were.
/// The files are removed after the commit; what a crash leaves in between is swept later.
/// </summary>
public sealed record ExpireUploadsOfOrganization : IRequest<int>;

public sealed class ExpireUploadsOfOrganizationHandler(
    ICaller caller,
    IUploadExpiry expiry,
    IMediaUsage usage,
    MediaRemoval removal,
    UploadOptions options,
    IUnitOfWork work,
    IAuditLog audit,
    IOutbox outbox,
    IClock clock) : IRequestHandler<ExpireUploadsOfOrganization, int>
{
    private const int Batch = 1_000;

    public async Task<int> Handle(ExpireUploadsOfOrganization request, CancellationToken cancellationToken)
    {
        var expired = await work.Run(() => Expire(cancellationToken), cancellationToken);
        await removal.Remove(expired, cancellationToken);
        return expired.Count;
    }

    // A finalize that holds the container's lock is passed over, and wins; one that comes later finds the container failed.
    private async Task<IReadOnlyList<ContainerId>> Expire(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var containers = await expiry.ListForUpdate(caller.Organization, now - options.ExpireAfter, Batch, cancellationToken);
        foreach (var container in containers)
            container.Expire(now);
        expiry.Save(containers);
        audit.Append([.. containers.Select(container => ContainerAudit.StatusChanged(container, now))]);
        outbox.Append([.. containers.Select(container => new OutboxEvent(now, container.Project, ContentFailed.Of(container)))]);
        var ids = containers.Select(container => container.Id).ToList();
        usage.Release(caller.Organization, ids);
        return ids;
    }
}
