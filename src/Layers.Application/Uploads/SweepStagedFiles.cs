using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>Removes what uploads that were cut off, together with their process, have left on the disk, and answers how many files.</summary>
public sealed record SweepStagedFiles : IRequest<int>;

public sealed class SweepStagedFilesHandler(IMediaStore store, ServerClock clock) : IRequestHandler<SweepStagedFiles, int>
{
    // Longer than any upload that is still under way: its file is written to all the time.
    private static readonly Duration Untouched = Duration.FromHours(1);

    public Task<int> Handle(SweepStagedFiles request, CancellationToken cancellationToken) =>
        Task.FromResult(store.SweepStaged(clock.Now() - Untouched));
}
