using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Completes an upload: every file has landed and is what it was declared to be, judged by its bytes. Finalizing again changes nothing and
/// ignores the body, so the caption is checked here and not before. Needs <c>content:write</c>.
/// </summary>
public sealed record FinalizeUpload(ContainerId Id, Optional<string> Caption, RevisionCondition IfMatch) : ICommand<ContainerView>;

/// <summary>A declared file whose bytes have not arrived.</summary>
/// <param name="Index">Its place among the declared files, from 0.</param>
public sealed record MissingFile(int Index, string Filename);

public sealed class FinalizeUploadHandler(
    ICaller caller,
    IContainers containers,
    IUploads uploads,
    IMediaStore store,
    IMediaProbe probe,
    IRequestAddress address,
    ApprovalOptions options,
    IAuditLog audit,
    IOutbox outbox,
    IClock clock) : IRequestHandler<FinalizeUpload, ContainerView>
{
    public async Task<ContainerView> Handle(FinalizeUpload request, CancellationToken cancellationToken)
    {
        var full = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var container = full.Container;
        if (container is { CreativeType: CreativeType.Uploaded, Status: ContainerStatus.Completed })
            return ContainerView.From(full, options);

        container.DemandAwaitingFiles();
        request.IfMatch.Demand(container.Revision);
        var caption = CaptionOf(request);
        var files = await uploads.List(caller.Organization, request.Id, cancellationToken);
        DemandAllReceived(files);
        var assets = Publish(files, Probe(files));

        container.Complete(caption, now);
        var media = MediaJson.Of(assets);
        containers.SaveCompleted(container, media);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        outbox.Append(ContainerEvents.Generated(container, MediaAddress.Resolve(media.Assets, address.Base), now));
        return ContainerView.From(full with { Media = media }, options);
    }

    private static string CaptionOf(FinalizeUpload request) =>
        Fields.FaultOfText("caption", request.Caption, Presence.Required, least: 0, most: Container.LongestCaption) is { } fault
            ? throw DomainException.Invalid([fault])
            : request.Caption.Value!;

    private static void DemandAllReceived(IReadOnlyList<UploadFile> files)
    {
        var missing = files
            .Select((file, index) => (file, index))
            .Where(pair => pair.file.ReceivedAt is null)
            .Select(pair => new MissingFile(pair.index, pair.file.Filename))
            .ToList();
        if (missing.Count > 0)
        {
            throw new DomainException(
                ErrorKind.UploadIncomplete,
                "Not every file has arrived yet.",
                new Dictionary<string, object?> { ["missing"] = missing });
        }
    }

    private List<MediaFacts> Probe(IReadOnlyList<UploadFile> files)
    {
        var found = files.Select(Probe).ToList();
        var faults = files.Zip(found, FaultOf).OfType<Issue>().ToList();
        return faults.Count == 0 ? [.. found.Select(finding => finding.Facts!)] : throw DomainException.Invalid(faults);
    }

    private MediaFinding Probe(UploadFile file)
    {
        using var bytes = store.OpenKept(file.Container, file.Ordinal);
        return bytes is null ? MediaFinding.Refused(MediaDefect.Empty) : probe.Probe(bytes);
    }

    private static Issue? FaultOf(UploadFile file, MediaFinding finding)
    {
        var path = $"files[{file.Ordinal - 1}]";
        return MediaRefusal.Of(finding, file.Type) is { } refusal ? new Issue(path, $"{path}: {refusal}") : null;
    }

    private List<Asset> Publish(IReadOnlyList<UploadFile> files, IReadOnlyList<MediaFacts> facts) =>
        [.. files.Zip(facts, (file, found) =>
            Asset.Uploaded(file.Ordinal, MediaAddress.Of(store.Publish(file.Container, file.Ordinal, file.Type)), found, file.SizeBytes))];
}
