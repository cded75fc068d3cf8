using FluentValidation;
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
/// ignores the body, so the caption is checked here and not before. It is not a command itself: files are read and published with nothing
/// locked and no connection held, however slow the store is. First <see cref="ReceiveSentFiles"/> fetches what was sent straight to the store; in between
/// <see cref="SealUpload"/> settles which bytes are published; in the end <see cref="CompleteUpload"/> decides. Needs <c>content:write</c>.
/// </summary>
public sealed record FinalizeUpload(ContainerId Id, Optional<string> Caption, RevisionCondition IfMatch) : IRequest<ContainerView>;

/// <summary>Describes the caption, which the handler checks.</summary>
public sealed class FinalizeUploadValidator : AbstractValidator<FinalizeUpload>
{
    internal static readonly FieldRule<string> Caption = Rules.Text(least: 0, most: Container.LongestCaption);

    public FinalizeUploadValidator() => RuleFor(command => command.Caption).Described(Presence.Required, Caption.Shape);
}

/// <summary>A declared file whose bytes have not arrived.</summary>
/// <param name="Index">Its place among the declared files, from 0.</param>
public sealed record MissingFile(int Index, string Filename);

public sealed class FinalizeUploadHandler(
    ICaller caller,
    IIdempotencyKeys keys,
    IContentReads content,
    IUploads uploads,
    KeptFiles kept,
    IMediator mediator,
    IClock clock) : IRequestHandler<FinalizeUpload, ContainerView>
{
    public async Task<ContainerView> Handle(FinalizeUpload request, CancellationToken cancellationToken)
    {
        // The key is claimed in the end, by CompleteUpload. One that would be refused there must not seal the files here.
        if (caller.Idempotency is { } attempt)
            await keys.DemandNoOther(attempt, clock.Now(), cancellationToken);
        return await mediator.Send(new CompleteUpload(request.Id, request.IfMatch, await Prepare(request, cancellationToken)), cancellationToken);
    }

    private async Task<PreparedUpload?> Prepare(FinalizeUpload request, CancellationToken cancellationToken)
    {
        var container = await Read(request.Id, cancellationToken);
        if (container.State is { CreativeType: CreativeType.Uploaded, Status: ContainerStatus.Completed })
            return null;

        container.DemandAwaitingFiles();
        request.IfMatch.Demand(container.Revision);
        var caption = CaptionOf(request);
        var files = await mediator.Send(new ReceiveSentFiles(request.Id), cancellationToken);
        DemandAllReceived(files);
        var facts = await Probe(files, cancellationToken);
        await mediator.Send(new SealUpload(request.Id, request.IfMatch, files), cancellationToken);
        return await Publish(files, facts, cancellationToken) is { } assets ? new PreparedUpload(caption, files, MediaJson.Of(assets)) : null;
    }

    private async Task<Container> Read(ContainerId id, CancellationToken cancellationToken) =>
        new((await content.Get(caller.Organization, id, cancellationToken)).State);

    private static string CaptionOf(FinalizeUpload request) =>
        FinalizeUploadValidator.Caption.IssuesOf("caption", request.Caption, Presence.Required).ToList() is { Count: > 0 } faults
            ? throw DomainException.Invalid(faults)
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

    private async Task<List<MediaFacts>> Probe(IReadOnlyList<UploadFile> files, CancellationToken cancellationToken)
    {
        var found = new List<MediaFinding>();
        foreach (var file in files)
            found.Add(await kept.Probe(file, cancellationToken));
        if (found.Any(finding => finding.Facts is null))
            await DemandStillAwaited(files, cancellationToken);
        var faults = files.Zip(found, FaultOf).OfType<Issue>().ToList();
        return faults.Count == 0 ? [.. found.Select(finding => finding.Facts!)] : throw DomainException.Invalid(faults);
    }

    // Bytes that are gone were replaced, or the upload has expired; what is wrong with them does not matter then.
    private async Task DemandStillAwaited(IReadOnlyList<UploadFile> files, CancellationToken cancellationToken)
    {
        UploadConflict.DemandUnchanged(await uploads.List(caller.Organization, files[0].Container, cancellationToken), files);
        (await Read(files[0].Container, cancellationToken)).DemandAwaitingFiles();
    }

    private static Issue? FaultOf(UploadFile file, MediaFinding finding)
    {
        var path = $"files[{file.Ordinal - 1}]";
        return MediaRefusal.Of(finding, file.Type) is { } refusal ? new Issue(path, $"{path}: {refusal}") : null;
    }

    // Only when all of them can be taken in, and no other bytes can come: publishing again publishes the same. Null when bytes are gone.
    private async Task<List<Asset>?> Publish(IReadOnlyList<UploadFile> files, IReadOnlyList<MediaFacts> facts, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>();
        foreach (var (file, found) in files.Zip(facts))
        {
            if (await kept.Publish(file, cancellationToken) is not { } path)
                return null;
            assets.Add(Asset.Uploaded(file.Ordinal, MediaAddress.Of(path), found, file.SizeBytes));
        }

        return assets;
    }
}
