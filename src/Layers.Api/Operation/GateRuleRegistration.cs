using Layers.Api.Workers;
using Layers.Application.Operation;
using OpenTelemetry;

namespace Layers.Api.Operation;

/// <summary>Makes this node's gate rules known before it takes requests. A failure is logged and tried again, and keeps the server from nothing.</summary>
internal sealed partial class GateRuleRegistration(JobScope jobs, TimeProvider time, ILogger<GateRuleRegistration> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private bool isDone;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Register(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!isDone && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Register(stoppingToken);
        }
    }

    private async Task Register(CancellationToken stopping)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await jobs.Run(new RegisterGateRules(), patience.Token);
            isDone = true;
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
                LogFailure(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gate's rules could not be written down and will be again: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
