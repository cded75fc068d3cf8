using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Settles which bytes an upload is published with: those of <paramref name="Files"/>. Others are refused from then on, so that all who publish the
/// upload, now or after a crash, publish the same. Refused when a file was sent again since it was read. It is not a command: the idempotency key of a
/// finalize belongs to <see cref="CompleteUpload"/>.
/// </summary>
/// <param name="Files">As they were when their bytes were read.</param>
public sealed record SealUpload(ContainerId Id, RevisionCondition IfMatch, IReadOnlyList<UploadFile> Files) : IRequest<Unit>;

public sealed class SealUploadHandler(ICaller caller, IContainers containers, IUploads uploads, IUnitOfWork work, IClock clock)
    : IRequestHandler<SealUpload, Unit>
{
    public async Task<Unit> Handle(SealUpload request, CancellationToken cancellationToken) =>
        await work.Run(() => Seal(request, cancellationToken), cancellationToken);

    private async Task<Unit> Seal(SealUpload request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        // Somebody else has completed it with the same bytes, or with others that came later.
        UploadConflict.DemandUnchanged(await uploads.List(caller.Organization, request.Id, cancellationToken), request.Files);
        if (container.Status == ContainerStatus.Completed)
            return Unit.Value;

        container.DemandAwaitingFiles();
        request.IfMatch.Demand(container.Revision);
        uploads.Seal(caller.Organization, request.Id, clock.Now());
        return Unit.Value;
    }
}

internal static class UploadConflict
{
    /// <summary>Throws <see cref="ErrorKind.Conflict"/> when a file was sent again since it was read.</summary>
    public static void DemandUnchanged(IReadOnlyList<UploadFile> files, IReadOnlyList<UploadFile> read)
    {
        if (files.Count != read.Count || !files.Zip(read, (file, earlier) => file.HasTheBytesOf(earlier)).All(isSame => isSame))
            throw SentAgain();
    }

    public static DomainException SentAgain() => DomainException.Conflict("A file was sent again while the upload was finalized. Finalize it again.");
}
