using Layers.Application.Content;
using Layers.Application.Organizations;
using Layers.Application.Ports;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using MediatR;
using NodaTime;

namespace Layers.Application.Generation;

/// <summary>
/// A generator has made the files: the container is completed with them. Nothing is locked while the bytes come in.
/// For generators inside this server.
/// </summary>
public sealed record CompleteGeneration(ContainerId Id, string Caption, IReadOnlyList<Stream> Files) : IRequest<Unit>;

public sealed class CompleteGenerationHandler(
    ICaller caller,
    IOrganizations organizations,
    IContainers containers,
    IMediaStore store,
    IMediaProbe probe,
    IRequestAddress address,
    IMediaUsage usage,
    IUnitOfWork work,
    IAuditLog audit,
    IOutbox outbox,
    IClock clock) : IRequestHandler<CompleteGeneration, Unit>
{
    public async Task<Unit> Handle(CompleteGeneration request, CancellationToken cancellationToken)
    {
        var staged = new List<StagedFile>();
        try
        {
            foreach (var (index, file) in request.Files.Index())
                staged.Add(await store.Stage(request.Id, index + 1, file, file.Length, cancellationToken));
            return await work.Run(() => Complete(request, staged, cancellationToken), cancellationToken);
        }
        finally
        {
            staged.ForEach(store.Discard);
        }
    }

    private async Task<Unit> Complete(CompleteGeneration request, List<StagedFile> staged, CancellationToken cancellationToken)
    {
        await organizations.DemandActive(caller.Organization, cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        container.Complete(request.Caption, now);
        var media = MediaJson.Of([.. staged.Select(Publish)]);
        containers.SaveCompleted(container, media);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        outbox.Append(ContainerEvents.Generated(container, MediaAddress.Resolve(media.Assets, address.Base), now));
        usage.Add(caller.Organization, staged.Sum(file => file.SizeBytes));
        return Unit.Value;
    }

    private Asset Publish(StagedFile staged)
    {
        store.Keep(staged);
        using var bytes = store.OpenKept(staged.Container, staged.Ordinal)!;
        var finding = probe.Probe(bytes);
        if (finding.Facts is not { } facts)
            throw DomainException.Invalid($"Generated file {staged.Ordinal}: {MediaRefusal.Of(finding)}");
        var path = store.Publish(staged.Container, staged.Ordinal, facts.Type);
        return Asset.Generated(staged.Ordinal, MediaAddress.Of(path), facts, staged.SizeBytes);
    }
}
