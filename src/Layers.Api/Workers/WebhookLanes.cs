using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Webhooks;
using Layers.Domain;

namespace Layers.Api.Workers;

/// <summary>Delivers webhooks, each endpoint in a lane of its own.</summary>
internal sealed partial class WebhookLanes(JobScope jobs, WebhookOptions options, ServerClock clock, ILogger<WebhookLanes> logger) : ILaneWork
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public string Name => "webhooks";

    public LaneLimits Limits => new(options.Lanes, LanesOfAKey: 1, Pause, Grace);

    public async Task<IReadOnlyList<DueLane>> Find(int atMost, CancellationToken cancellationToken)
    {
        var due = await jobs.Read<IWebhookEndpoints, IReadOnlyList<DueEndpoint>>(endpoints => endpoints.ListDue(clock.Now(), atMost, cancellationToken));
        return [.. due.Select(one => new DueLane(one.Organization, one.Id.ToString(), ending => Deliver(one, ending)))];
    }

    private async Task<int> Deliver(DueEndpoint due, CancellationToken ending)
    {
        using var span = GateSignals.Spans.StartActivity(nameof(DeliverWebhooks));
        var round = await jobs.Run(due.Organization, Actor.Webhooks, due.ClockOffset, new DeliverWebhooks(due.Id), ending);
        if (round.Stopped is { } status)
            LogStopped(logger, due.Id.ToString(), due.Organization.ToString(), status.ToWord());
        return round.TakenUp;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook endpoint {Endpoint} of {Organization} is now {Status}")]
    private static partial void LogStopped(ILogger logger, string endpoint, string organization, string status);
}
