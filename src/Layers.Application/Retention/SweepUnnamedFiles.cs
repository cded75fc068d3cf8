using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>
/// Removes files that their container does not name and returns how many: bytes that were replaced, and those of a process that died between putting a file
/// in its place and the commit that would have named it. A file that a row names is never removed, nor one that came within the last hour.
/// </summary>
public sealed record SweepUnnamedFiles : IRequest<int>;

public sealed class SweepUnnamedFilesHandler(IMediaStore store, IMediaOwners owners, MediaRemoval removal, ServerClock clock, ServerStopping stopping)
    : IRequestHandler<SweepUnnamedFiles, int>
{
    private const int Batch = 1_000;

    // A file is named within seconds of coming to its place, or never.
    private static readonly Duration Untouched = Duration.FromHours(1);

    public async Task<int> Handle(SweepUnnamedFiles request, CancellationToken cancellationToken)
    {
        if (!await removal.IsAllowed(cancellationToken))
            return 0;
        var removed = 0;
        await foreach (var files in store.ListOlderThan(clock.Now() - Untouched, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            if (stopping.Token.IsCancellationRequested)
                break;
            var unnamed = await owners.FindUnnamed(files, cancellationToken);
            foreach (var file in unnamed)
                await store.Remove(file.Name, cancellationToken);
            removed += unnamed.Count;
        }

        return removed;
    }
}
