using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Uploads;

/// <summary>The bytes that have a receipt, until they are published.</summary>
public sealed class KeptFiles(IMediaStore store, IMediaProbe probe, MediaStoreGuard guard)
{
    /// <summary>What the bytes of the file's receipt are. They are found when they were published already too, by a finalize whose commit was lost.</summary>
    public async Task<MediaFinding> Probe(UploadFile file, CancellationToken cancellationToken)
    {
        var kept = await store.Open(MediaNames.Kept(file), cancellationToken)
            ?? await store.Open(MediaNames.Published(MediaPath.Of(file)), cancellationToken);
        return kept is null ? MediaFinding.Refused(MediaDefect.Empty) : await guard.Run(_ => ProbeApart(kept.Bytes), cancellationToken);
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
