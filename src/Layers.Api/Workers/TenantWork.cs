using Layers.Application.Operation;
using Layers.Application.Ports;
using OpenTelemetry;

namespace Layers.Api.Workers;

internal sealed partial class TenantWork(JobScope jobs, ServerStopping stopping, ILogger<TenantWork> logger) : ITenantWork
{
    private const int SideBySide = 8;

    public async Task<int> Run(IReadOnlyList<TenantRequest> requests, CancellationToken cancellationToken)
    {
        var done = 0;
        using var endOrStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = endOrStop.Token };
        try
        {
            await Parallel.ForEachAsync(requests, limits, async (request, _) => Interlocked.Add(ref done, await Run(request, cancellationToken)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The server stops: no further piece was begun, and those under way have come to their end.
        }

        return done;
    }

    private async Task<int> Run(TenantRequest request, CancellationToken cancellationToken)
    {
        using var loud = SuppressInstrumentationScope.Begin(value: false);
        using var span = GateSignals.Spans.StartActivity(request.Request.GetType().Name);
        try
        {
            return await jobs.Run(request.Organization, request.Actor, request.ClockOffset, request.Request, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, request.Request.GetType().Name, request.Organization.ToString(), e);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} of {Organization} failed and will be tried again")]
    private static partial void LogFailure(ILogger logger, string work, string organization, Exception exception);
}
