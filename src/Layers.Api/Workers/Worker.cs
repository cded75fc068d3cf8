using Layers.Application.Seams;
using Layers.Application.Operation;
using Layers.Application.Pipeline;
using MediatR;
using OpenTelemetry;

namespace Layers.Api.Workers;

/// <summary>
/// Sends one request again and again: at once while there is work, and after a pause when there is none.
/// Every node runs it; who does what is decided in PostgreSQL. A failure is logged and tried again. What runs when the server stops comes to its end.
/// </summary>
internal sealed partial class Worker<TRequest>(
    JobScope jobs, WorkerSchedule schedule, NodeClock clock, TimeProvider time, ILogger<Worker<TRequest>> logger) : BackgroundService
    where TRequest : IRequest<int>, new()
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(schedule.AtStart, time, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var done = await DoSome();
                if (done is null)
                    await Task.Delay(PauseAfterFailure, time, stoppingToken);
                else if (done == 0 || (schedule.Gathers && done < Backlog.MostInARow))
                    await Task.Delay(schedule.Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Null when it failed.</summary>
    internal async Task<int?> DoSome()
    {
        if (schedule.IsByTheHour && clock.IsTooFarOff)
            return 0;

        // A look that finds no work is not traced.
        using var quiet = SuppressInstrumentationScope.Begin();
        try
        {
            return await jobs.Run(new TRequest(), CancellationToken.None);
        }
        catch (Exception e)
        {
            LogFailure(logger, typeof(TRequest).Name, e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed and will be tried again")]
    private static partial void LogFailure(ILogger logger, string work, Exception exception);
}
