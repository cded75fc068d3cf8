using Layers.Application.Operation;
using OpenTelemetry;

namespace Layers.Api.Operation;

/// <summary>Compares the node's clock with PostgreSQL's at the start and each minute, and warns while they differ. A failure is logged and tried again.</summary>
internal sealed partial class ClockWatch(NodeClock clock, TimeProvider time, ILogger<ClockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await Compare(stoppingToken) ? Pause : PauseAfterFailure;
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Compare(CancellationToken stoppingToken)
    {
        try
        {
            var skew = await clock.Compare(stoppingToken);
            if (skew.IsBeyond(NodeClock.Noticeable))
                LogSkew(logger, skew.Ahead.TotalSeconds);
            return true;
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogFailure(logger, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node's clock is {Seconds:0.0} s ahead of PostgreSQL's (negative: behind); synchronize both")]
    private static partial void LogSkew(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock could not be compared with PostgreSQL's and will be again: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
