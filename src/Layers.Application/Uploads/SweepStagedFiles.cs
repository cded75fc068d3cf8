using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>Removes what uploads that were cut off, together with their process, have left in the media store, and returns how many pieces.</summary>
public sealed record SweepStagedFiles : IRequest<int>;

public sealed class SweepStagedFilesHandler(IMediaStore store, ServerClock clock) : IRequestHandler<SweepStagedFiles, int>
{
    // Longer than any upload that is still under way: its bytes are written all the time.
    private static readonly Duration Untouched = Duration.FromHours(1);

    public Task<int> Handle(SweepStagedFiles request, CancellationToken cancellationToken) =>
        store.RemoveLeftovers(clock.Now() - Untouched, cancellationToken);
}
