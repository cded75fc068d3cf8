using Layers.Application.Seams;

namespace Layers.Application.Operation;

/// <summary>Counts decisions and times how long containers waited for them.</summary>
public sealed class MeasureDecisions(GateSignals signals) : IAfterDecision
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
    {
        if (!signals.AreDecisionsWanted)
            return Task.CompletedTask;
        foreach (var (container, promoted, _) in decided)
        {
            signals.Decided(container);
            if (promoted?.Promotion.Reason is { } reason)
                signals.PromotionFailed(reason);
        }

        return Task.CompletedTask;
    }
}
