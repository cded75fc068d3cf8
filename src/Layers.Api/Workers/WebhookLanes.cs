using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Webhooks;
using Layers.Domain;
using MediatR;
using OpenTelemetry;

namespace Layers.Api.Workers;

/// <summary>
/// Delivers webhooks, each endpoint in a lane of its own: a lane that is slow or fails keeps no other waiting. Every node has its lanes; which
/// delivery is whose is decided in PostgreSQL. When the server stops, what is being sent may still come to its end, for a while.
/// </summary>
internal sealed partial class WebhookLanes(
    IServiceScopeFactory scopes, WebhookOptions options, TimeProvider time, ILogger<WebhookLanes> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Dictionary<WebhookEndpointId, Task> lanes = [];

    /// <summary>Endpoints wait for a lane: whoever has one leaves it after a round, however much is due to it.</summary>
    private volatile bool isCrowded;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = new CancellationTokenSource();
        await using var registration = stoppingToken.Register(() => ending.CancelAfter(Grace));
        // A server that starts answers first, and then looks for work.
        await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await OpenLanes(stoppingToken, ending.Token) ? Pause : PauseAfterFailure;
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(lanes.Values);
    }

    /// <summary>One for each endpoint that has something due and no lane yet. Waits for none of them.</summary>
    private async Task<bool> OpenLanes(CancellationToken stopping, CancellationToken ending)
    {
        try
        {
            var waiting = (await Find(stopping)).Where(due => !lanes.ContainsKey(due.Id)).ToList();
            var room = options.Lanes - lanes.Count;
            isCrowded = waiting.Count > room;
            foreach (var due in waiting.Take(room))
                lanes.Add(due.Id, Task.Run(() => Run(due, stopping, ending), CancellationToken.None));
            return true;
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
                LogLookFailure(logger, e);
            return false;
        }
    }

    // Those that have a lane may all be due again: there is room in the answer for as many that have none.
    private async Task<IReadOnlyList<DueEndpoint>> Find(CancellationToken stopping)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        foreach (var (endpoint, lane) in lanes.Where(open => open.Value.IsCompleted).ToList())
            lanes.Remove(endpoint);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FindDueWebhooks(2 * options.Lanes), stopping);
    }

    /// <summary>Round after round, until nothing is due or others wait for a lane.</summary>
    private async Task Run(DueEndpoint due, CancellationToken stopping, CancellationToken ending)
    {
        try
        {
            var round = await Deliver(due, ending);
            while (round.TakenUp > 0 && !isCrowded && !stopping.IsCancellationRequested)
                round = await Deliver(due, ending);
        }
        catch (Exception e)
        {
            if (ending.IsCancellationRequested)
                return;
            LogFailure(logger, due.Id.ToString(), due.Organization.ToString(), e);
            await Task.Delay(PauseAfterFailure, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<DeliveryRound> Deliver(DueEndpoint due, CancellationToken ending)
    {
        using var span = GateSignals.Spans.StartActivity(nameof(DeliverWebhooks));
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<CurrentCaller>();
        caller.RequestId = JobId.New();
        caller.Is(due.Organization, Actor.Webhooks, due.ClockOffset);
        var round = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new DeliverWebhooks(due.Id), ending);
        if (round.Stopped is { } status)
            LogStopped(logger, due.Id.ToString(), due.Organization.ToString(), status.ToWord());
        return round;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for webhooks that are due failed and will be tried again")]
    private static partial void LogLookFailure(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivering to {Endpoint} of {Organization} failed and will be tried again")]
    private static partial void LogFailure(ILogger logger, string endpoint, string organization, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook endpoint {Endpoint} of {Organization} is now {Status}")]
    private static partial void LogStopped(ILogger logger, string endpoint, string organization, string status);
}
