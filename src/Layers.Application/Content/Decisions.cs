using Layers.Application.Ports;
using Layers.Application.Seams;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>Writes decisions down: the containers, their audit rows and their events, all in the caller's transaction, and tells the observers.</summary>
public sealed partial class Decisions(
    IContainers containers,
    IAuditLog audit,
    IOutbox outbox,
    IUnitOfWork work,
    IEnumerable<IDecisionObserver> observers,
    IEnumerable<IAfterDecision> afterwards,
    TimeProvider time,
    ILogger<Decisions> logger)
{
    /// <summary>Of one observer after the commit: the caller waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="decided">Containers of one project, decided at that moment by the same actor.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends the observers' work.</param>
    public async Task Save(IReadOnlyList<DecidedContainer> decided, Instant now, CancellationToken cancellationToken)
    {
        if (decided.Count == 0)
            return;
        SaveContainers(decided);
        List<DecisionTrail> trails = [.. decided.Select(one => DecisionTrail.Of(one, now))];
        audit.Append(trails.ConvertAll(trail => trail.Audit));
        outbox.Append([.. trails.SelectMany(trail => trail.Events)]);
        foreach (var observer in observers)
            await observer.Observe(decided, cancellationToken);
        foreach (var observer in afterwards)
            work.AfterCommit(() => Notify(observer, decided));
    }

    private void SaveContainers(IReadOnlyList<DecidedContainer> decided)
    {
        if (decided.Count == 1)
            containers.Save(decided[0].Container);
        else
            containers.SaveDecisions([.. decided.Select(one => one.Container)]);
    }

    private async Task Notify(IAfterDecision observer, IReadOnlyList<DecidedContainer> decided)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await observer.Observe(decided, patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception e)
        {
            LogFailure(logger, observer.GetType().Name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Observer} failed or took too long after a decision, which stands")]
    private static partial void LogFailure(ILogger logger, string observer, Exception exception);
}
