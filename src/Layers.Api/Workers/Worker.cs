using Layers.Application.Ports;
using MediatR;

namespace Layers.Api.Workers;

/// <summary>
/// Sends one request again and again: at once while there is work, and after a pause when there is none. Every node runs it; who does what is
/// decided in PostgreSQL. A failure is logged and tried again.
/// </summary>
internal sealed partial class Worker<TRequest>(
    IServiceProvider services, WorkerSchedule<TRequest> schedule, TimeProvider time, ILogger<Worker<TRequest>> logger) : BackgroundService
    where TRequest : IRequest<int>, new()
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var done = await DoSome(stoppingToken);
                if (done is null)
                    await Task.Delay(PauseAfterFailure, time, stoppingToken);
                if (done == 0)
                    await Task.Delay(schedule.Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Null when it failed.</summary>
    private async Task<int?> DoSome(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentCaller>().RequestId = JobId.New();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TRequest(), stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailure(logger, typeof(TRequest).Name, e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed and will be tried again")]
    private static partial void LogFailure(ILogger logger, string work, Exception exception);
}

/// <param name="Pause">How long to wait when there is nothing to do.</param>
internal sealed record WorkerSchedule<TRequest>(TimeSpan Pause);
