using Layers.Application.Content;
using Layers.Application.Organizations;
using Layers.Application.Ports;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Generation;

/// <summary>
/// A generator has made the files: the container is completed with all of them, or with none. Nothing is locked while the bytes come
/// in, are read and are published. For generators inside this server.
/// </summary>
/// <param name="Files">1 to 10, seekable.</param>
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
        DemandFewFiles(request.Files);
        var staged = new List<StagedFile>();
        var published = new List<string>();
        try
        {
            foreach (var (index, file) in request.Files.Index())
                staged.Add(await store.Stage(request.Id, index + 1, file, file.Length, cancellationToken));
            var media = MediaJson.Of(Publish(staged, [.. staged.Select(Probe)], published));
            return await work.Run(() => Complete(request, media, staged.Sum(file => file.SizeBytes), cancellationToken), cancellationToken);
        }
        catch (DomainException)
        {
            // Refused, so no container shows them. After any other failure it may have been committed all the same.
            published.ForEach(store.Unpublish);
            throw;
        }
        finally
        {
            staged.ForEach(store.Discard);
        }
    }

    private static void DemandFewFiles(IReadOnlyList<Stream> files)
    {
        if (files.Count is 0 or > UploadFile.MostFiles)
            throw DomainException.Invalid($"A generator makes 1 to {UploadFile.MostFiles} files, and there are {files.Count}.");
        if (files.Any(file => file.Length > MediaTypes.MaxVideoBytes))
            throw DomainException.Invalid($"A generated file may have at most {MediaTypes.MaxVideoBytes} bytes.");
    }

    private MediaFacts Probe(StagedFile staged)
    {
        using var bytes = store.OpenStaged(staged);
        var finding = probe.Probe(bytes);
        if (finding.Facts is not { } facts)
            throw DomainException.Invalid($"Generated file {staged.Ordinal}: {MediaRefusal.Of(finding)}");
        if (staged.SizeBytes > facts.Type.MaxBytes)
            throw DomainException.Invalid($"Generated file {staged.Ordinal}: The file is larger than {facts.Type.MaxBytes} bytes.");
        return facts;
    }

    // Each attempt publishes to places of its own: the row decides which of them is shown.
    private List<Asset> Publish(List<StagedFile> staged, IReadOnlyList<MediaFacts> facts, List<string> published)
    {
        var assets = new List<Asset>();
        foreach (var (file, found) in staged.Zip(facts))
        {
            published.Add(store.PublishStaged(file, found.Type));
            assets.Add(Asset.Generated(file.Ordinal, MediaAddress.Of(published[^1]), found, file.SizeBytes));
        }

        return assets;
    }

    private async Task<Unit> Complete(CompleteGeneration request, ContainerMedia media, long sizeBytes, CancellationToken cancellationToken)
    {
        await organizations.DemandActive(caller.Organization, cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        container.Complete(request.Caption, now);
        containers.SaveCompleted(container, media);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        outbox.Append(ContainerEvents.Generated(container, MediaAddress.Resolve(media.Assets, address.Base), now));
        usage.Add(caller.Organization, sizeBytes);
        return Unit.Value;
    }
}
