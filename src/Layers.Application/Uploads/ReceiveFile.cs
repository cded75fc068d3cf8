using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Takes the bytes of one awaited file. Sending them again replaces them, until the container is finished. The right to do so is the signed
/// address. It is no command: nothing is locked while the bytes come in, only when they are all there.
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

        var staged = await store.Stage(request.Container, file.Ordinal, request.Bytes, file.SizeBytes, cancellationToken);
        try
        {
            return await work.Run(() => Keep(file, staged, cancellationToken), cancellationToken);
        }
        finally
        {
            store.Discard(staged);
        }
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

    // Bytes may take longer to come than a key lives. The container's lock keeps a late sender from replacing what is being, or has been, finalized.
    private async Task<Unit> Keep(UploadFile file, StagedFile staged, CancellationToken cancellationToken)
    {
        await access.DemandStillOpen(cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, file.Container, cancellationToken);
        var now = clock.Now();
        container.DemandAwaitingFiles();
        store.Keep(staged);
        uploads.MarkReceived(caller.Organization, file.Container, file.Ordinal, now);
        audit.Append(ContainerAudit.FileReceived(container, file.Ordinal, file.SizeBytes, now));
        return Unit.Value;
    }
}
