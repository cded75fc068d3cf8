using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Uploads;

/// <summary>The bytes that have a receipt, until they are published.</summary>
public sealed class KeptFiles(IMediaStore store, IMediaProbe probe, MediaStoreGuard guard)
{
    /// <summary>
    /// What the bytes of the file's receipt are. They are found, too, when they are published already: by a finalize whose commit was lost, or by another one
    /// while they are read. When they are gone they are <see cref="MediaDefect.Empty"/>.
    /// </summary>
    public async Task<MediaFinding> Probe(UploadFile file, CancellationToken cancellationToken)
    {
        var (kept, published) = (MediaNames.Kept(file), MediaNames.Published(MediaPath.Of(file)));
        MediaFinding? finding;
        try
        {
            finding = await Probe(kept, cancellationToken);
        }
        catch (DomainException failure) when (failure.Kind == ErrorKind.Unavailable)
        {
            if (await Exists(kept, cancellationToken))
                throw;
            finding = null;
        }

        return finding ?? await Probe(published, cancellationToken) ?? MediaFinding.Refused(MediaDefect.Empty);
    }

    /// <summary>
    /// The bytes of the file's receipt are now published; returns their media path. Calling it again returns the same. Call it with a sealed file: all who
    /// publish it then publish the same bytes. Null when there are none: they were removed.
    /// </summary>
    public async Task<MediaPath?> Publish(UploadFile file, CancellationToken cancellationToken)
    {
        var path = MediaPath.Of(file);
        return await store.Move(MediaNames.Kept(file), MediaNames.Published(path), cancellationToken) ? path : null;
    }

    // Each read has to end in time, and all of them together in a longer one: a hostile file makes a distant store work only for so long.
    private async Task<MediaFinding?> Probe(string name, CancellationToken cancellationToken)
    {
        if (await store.Open(name, cancellationToken) is not { } file)
            return null;
        using var patience = guard.NewLongPatience();
        try
        {
            return await MediaStoreGuard.Run(patience, _ => ProbeApart(new PatientStream(file.Bytes, patience)), cancellationToken);
        }
        catch (Exception)
        {
            // It ends a read that is under way, and with it the thread that waits for it.
            _ = Task.Run(() => file.Bytes.DisposeAsync().AsTask(), CancellationToken.None);
            throw;
        }
    }

    private async Task<bool> Exists(string name, CancellationToken cancellationToken)
    {
        if (await store.Open(name, cancellationToken) is not { } file)
            return false;
        await file.Bytes.DisposeAsync();
        return true;
    }

    // On a thread of its own: the parsers read spans and cannot await, so a stream that waits for a remote store blocks the thread that reads it.
    private Task<MediaFinding> ProbeApart(Stream bytes) => Task.Factory.StartNew(
        () =>
        {
            using (bytes)
                return probe.Probe(bytes);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
