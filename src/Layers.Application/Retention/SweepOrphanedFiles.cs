using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>
/// Removes files that no container has any more and returns of how many containers: those that a process left behind when it died between a commit and
/// the removal of the files. The rows decide, and the files follow.
/// </summary>
public sealed record SweepOrphanedFiles : IRequest<int>;

public sealed class SweepOrphanedFilesHandler(IMediaStore store, IMediaOwners owners, MediaRemoval removal, ServerClock clock, ServerStopping stopping)
    : IRequestHandler<SweepOrphanedFiles, int>
{
    private const int Batch = 1_000;

    // Whatever is under way with the files of a container ends far sooner.
    private static readonly Duration Untouched = Duration.FromDays(1);

    public async Task<int> Handle(SweepOrphanedFiles request, CancellationToken cancellationToken)
    {
        if (!await removal.IsAllowed(cancellationToken))
            return 0;
        var removed = 0;
        await foreach (var files in store.ListOlderThan(clock.Now() - Untouched, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            if (stopping.Token.IsCancellationRequested)
                break;
            var orphaned = await owners.FindWithoutFiles([.. files.Select(file => file.Container).Distinct()], cancellationToken);
            await removal.Remove(orphaned, cancellationToken);
            removed += orphaned.Count;
        }

        return removed;
    }
}
