using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Takes the bytes of one awaited file. Sending them again replaces them, until the upload is finalized. The right to do so is the signed
/// address. It is not a command: nothing is locked while the bytes come in and are put in their place. The row decides in a short transaction which
/// bytes the file has, and bytes that it does not name are removed.
/// </summary>
public sealed record ReceiveFile(ContainerId Container, int Ordinal, string? ContentType, long? ContentLength, Stream Bytes) : IRequest<Unit>;

public sealed class ReceiveFileHandler(
    ICaller caller,
    CallerAccess access,
    IUploads uploads,
    IMediaStore store,
    IContainers containers,
    IUnitOfWork work,
    IAuditLog audit,
    IClock clock) : IRequestHandler<ReceiveFile, Unit>
{
    public async Task<Unit> Handle(ReceiveFile request, CancellationToken cancellationToken)
    {
        var files = await uploads.List(caller.Organization, request.Container, cancellationToken);
        var file = files.SingleOrDefault(file => file.Ordinal == request.Ordinal) ?? throw DomainException.NotFound("Upload");
        DemandAsDeclared(file, request);

        var received = file with { Receipt = Guid.NewGuid() };
        await store.Write(MediaNames.Kept(received), file.Type, request.Bytes, file.SizeBytes, cancellationToken);
        var before = await Replace(received, cancellationToken);
        if (before.ReceivedAt is not null)
            await store.RemoveUnnamed([MediaNames.Kept(before)]);
        return Unit.Value;
    }

    private static void DemandAsDeclared(UploadFile file, ReceiveFile request)
    {
        if (MediaTypes.Find(request.ContentType) != file.Type)
            throw new DomainException(ErrorKind.UnsupportedMediaType, $"This file was declared as {file.Type.Name}, and Content-Type must say so.");
        if (request.ContentLength > file.SizeBytes)
            throw new DomainException(ErrorKind.PayloadTooLarge, $"This file was declared as {file.SizeBytes} bytes, and more were sent.");
        if (request.ContentLength < file.SizeBytes)
            throw DomainException.Invalid($"This file was declared as {file.SizeBytes} bytes, and {request.ContentLength} were sent.");
    }

    /// <summary>Returns the file as it was before.</summary>
    private Task<UploadFile> Replace(UploadFile received, CancellationToken cancellationToken) =>
        store.KeepUnlessRefused([MediaNames.Kept(received)], async () =>
        {
            var complete = received with { SentVersion = await FindSentVersion(received, cancellationToken) };
            return await work.Run(() => MarkReceived(complete, cancellationToken), cancellationToken);
        });

    // Bytes that were sent to the store before these are older, and a finalize must not take them for new.
    private async Task<string?> FindSentVersion(UploadFile file, CancellationToken cancellationToken) =>
        (await store.FindSent(MediaNames.Sent(file.Container, file.Ordinal), cancellationToken))?.Version;

    // Bytes may take longer to come than a key lives. The container's lock keeps a late sender from replacing what is being, or has been, published.
    private async Task<UploadFile> MarkReceived(UploadFile received, CancellationToken cancellationToken)
    {
        await access.DemandStillOpen(cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, received.Container, cancellationToken);
        container.DemandAwaitingFiles();
        var files = await uploads.List(caller.Organization, received.Container, cancellationToken);
        var before = files.Single(file => file.Ordinal == received.Ordinal);
        if (before.SealedAt is not null)
            throw DomainException.Conflict("The upload is being finalized and takes no other files. Finalize it again.");

        var now = clock.Now();
        uploads.MarkReceived(caller.Organization, received, now);
        audit.Append(ContainerAudit.FileReceived(container, received.Ordinal, received.SizeBytes, now));
        return before;
    }
}
