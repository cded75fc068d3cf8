using Layers.Application.Keys;
using OpenTelemetry;

namespace Layers.Api.Workers;

/// <summary>
/// Writes down when keys were last used, now and then and once more when the server has stopped taking requests. Every node does so, for what it
/// has in memory no other can write. A failure is logged and tried again.
/// </summary>
internal sealed partial class KeyUseRecorder(
    JobScope jobs, KeyUseOptions options, TimeProvider time, ILogger<KeyUseRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Record(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(PatienceAtTheEnd, time);
        await Record(patience.Token);
    }

    private async Task Record(CancellationToken cancellationToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        try
        {
            await jobs.Run(new RecordKeyUses(), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(logger, e);
        }
        catch (OperationCanceledException)
        {
            // The database took too long at the end, or the server stops in the middle; then there is one more time.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The last use of keys could not be written down and will be tried again")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}

/// <param name="Interval">How often.</param>
internal sealed record KeyUseOptions(TimeSpan Interval);
