using Layers.Application.Content;
using Layers.Application.Organizations;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Generation;

/// <summary>
/// A generator has made the files: the container is completed with all of them, or with none. Nothing is locked while the bytes
/// are read and published. For generators inside this server.
/// </summary>
/// <param name="Files">One film, or 1 to 10 pictures; seekable.</param>
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
        var facts = request.Files.Select(Probe).ToList();
        DemandOneFilmOrPictures(facts);
        var paths = facts.Select((found, index) => new MediaPath(request.Id, index + 1, found.Type, Guid.NewGuid())).ToList();
        return await store.KeepUnlessRefused(paths.Select(MediaNames.Published), async () =>
        {
            foreach (var (path, file) in paths.Zip(request.Files))
                await Publish(path, file, cancellationToken);
            var media = MediaJson.Of([.. paths.Zip(facts, request.Files).Select(AssetOf)]);
            return await work.Run(() => Complete(request, media, cancellationToken), cancellationToken);
        });
    }

    private static void DemandFewFiles(IReadOnlyList<Stream> files)
    {
        if (files.Count is 0 or > UploadFile.MostFiles)
            throw DomainException.Invalid($"A generator makes 1 to {UploadFile.MostFiles} files, and there are {files.Count}.");
        if (files.Any(file => file.Length > MediaTypes.MaxVideoBytes))
            throw DomainException.Invalid($"A generated file may have at most {MediaTypes.MaxVideoBytes} bytes.");
    }

    private MediaFacts Probe(Stream file, int index)
    {
        var finding = probe.Probe(file);
        if (finding.Facts is not { } facts)
            throw DomainException.Invalid($"Generated file {index + 1}: {MediaRefusal.Of(finding)}");
        if (file.Length > facts.Type.MaxBytes)
            throw DomainException.Invalid($"Generated file {index + 1}: The file is larger than {facts.Type.MaxBytes} bytes.");
        return facts;
    }

    private static void DemandOneFilmOrPictures(List<MediaFacts> facts)
    {
        if (facts.Count > 1 && facts.Any(found => found.Type.Kind == AssetKind.Video))
            throw DomainException.Invalid("A generator makes one film, or pictures.");
    }

    // Each attempt publishes to places of its own: the row decides which of them is shown.
    private Task Publish(MediaPath path, Stream file, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return store.Write(MediaNames.Published(path), path.Type, file, file.Length, cancellationToken);
    }

    private static Asset AssetOf((MediaPath Path, MediaFacts Facts, Stream File) made) =>
        Asset.Generated(made.Path.Ordinal, MediaAddress.Of(made.Path), made.Facts, made.File.Length);

    private async Task<Unit> Complete(CompleteGeneration request, ContainerMedia media, CancellationToken cancellationToken)
    {
        await organizations.DemandActive(caller.Organization, cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        container.Complete(request.Caption, now);
        containers.SaveCompleted(container, media);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        outbox.Append(new OutboxEvent(now, container.Project, ContentGenerated.Of(container, MediaAddress.Resolve(media.Assets, address.Base))));
        usage.Add(caller.Organization, request.Files.Sum(file => file.Length));
        return Unit.Value;
    }
}
