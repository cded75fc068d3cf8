using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Asks the media store for bytes that were sent straight to it, gives those that are new a receipt, and returns the upload's files as they are then. The
/// store keeps a copy under the receipt, which later bytes do not change. Bytes of another size than the declared are refused, all at once, and none are
/// received. It is not a command: the store works with nothing locked, and one short transaction decides.
/// </summary>
public sealed record ReceiveSentFiles(ContainerId Container) : IRequest<IReadOnlyList<UploadFile>>;

public sealed class ReceiveSentFilesHandler(
    ICaller caller,
    CallerAccess access,
    IUploads uploads,
    IMediaStore store,
    IContainers containers,
    IUnitOfWork work,
    IAuditLog audit,
    IClock clock) : IRequestHandler<ReceiveSentFiles, IReadOnlyList<UploadFile>>
{
    public async Task<IReadOnlyList<UploadFile>> Handle(ReceiveSentFiles request, CancellationToken cancellationToken)
    {
        var files = await uploads.List(caller.Organization, request.Container, cancellationToken);
        var arrivals = await FindNew(files, cancellationToken);
        DemandDeclaredSizes(arrivals);
        if (arrivals.Count == 0)
            return files;

        await Keep(arrivals, cancellationToken);
        await Receive(request.Container, arrivals, cancellationToken);
        return await uploads.List(caller.Organization, request.Container, cancellationToken);
    }

    // A sealed file keeps the bytes that it has, whatever is sent.
    private async Task<List<Arrival>> FindNew(IReadOnlyList<UploadFile> files, CancellationToken cancellationToken)
    {
        var arrivals = new List<Arrival>();
        foreach (var file in files.Where(file => file.SealedAt is null))
        {
            var sent = await store.FindSent(MediaNames.Sent(file.Container, file.Ordinal), cancellationToken);
            if (sent is not null && sent.Version != file.SentVersion)
                arrivals.Add(new Arrival(file, file with { Receipt = Guid.NewGuid(), SentVersion = sent.Version }, sent.SizeBytes));
        }

        return arrivals;
    }

    private static void DemandDeclaredSizes(List<Arrival> arrivals)
    {
        var faults = arrivals
            .Where(arrival => arrival.SizeBytes != arrival.Before.SizeBytes)
            .Select(arrival => (arrival, path: $"files[{arrival.Before.Ordinal - 1}]"))
            .Select(found => new Issue(
                found.path, $"{found.path}: The file was declared with {found.arrival.Before.SizeBytes} bytes, and {found.arrival.SizeBytes} were sent. Send it again."))
            .ToList();
        if (faults.Count > 0)
            throw DomainException.Invalid(faults);
    }

    private async Task Keep(List<Arrival> arrivals, CancellationToken cancellationToken)
    {
        foreach (var received in arrivals.Select(arrival => arrival.Received))
        {
            var sent = MediaNames.Sent(received.Container, received.Ordinal);
            if (await store.TryKeepSent(sent, received.SentVersion!, MediaNames.Kept(received), received.Type, cancellationToken))
                continue;
            await store.RemoveUnnamed(arrivals.Select(arrival => MediaNames.Kept(arrival.Received)));
            throw UploadConflict.SentAgain();
        }
    }

    private async Task Receive(ContainerId container, List<Arrival> arrivals, CancellationToken cancellationToken)
    {
        var named = await store.KeepUnlessRefused(
            arrivals.Select(arrival => MediaNames.Kept(arrival.Received)),
            () => work.Run(() => MarkReceived(container, arrivals, cancellationToken), cancellationToken));
        var kept = arrivals.SelectMany(arrival => new[] { arrival.Before, arrival.Received }).Where(file => file.Receipt is not null);
        await store.RemoveUnnamed(kept.Select(MediaNames.Kept).Except(named.Select(MediaNames.Kept), StringComparer.Ordinal));
    }

    /// <summary>Returns the files as they are named from now on. What another finalize has received meanwhile keeps the receipt that it has.</summary>
    private async Task<IReadOnlyList<UploadFile>> MarkReceived(ContainerId id, List<Arrival> arrivals, CancellationToken cancellationToken)
    {
        await access.DemandStillOpen(cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, id, cancellationToken);
        var files = (await uploads.List(caller.Organization, id, cancellationToken)).ToDictionary(file => file.Ordinal);
        var now = clock.Now();
        foreach (var arrival in arrivals.Where(arrival => files[arrival.Before.Ordinal].SentVersion != arrival.Received.SentVersion))
        {
            container.DemandAwaitingFiles();
            if (files[arrival.Before.Ordinal] is { SealedAt: not null } || !files[arrival.Before.Ordinal].HasTheBytesOf(arrival.Before))
                throw UploadConflict.SentAgain();
            uploads.MarkReceived(caller.Organization, arrival.Received, now);
            audit.Append(ContainerAudit.FileReceived(container, arrival.Received.Ordinal, arrival.SizeBytes, now));
            files[arrival.Before.Ordinal] = arrival.Received;
        }

        return [.. files.Values];
    }

    /// <param name="Before">The file as its row was before the store was asked.</param>
    /// <param name="Received">The same file with the bytes that the store has.</param>
    private sealed record Arrival(UploadFile Before, UploadFile Received, long SizeBytes);
}
