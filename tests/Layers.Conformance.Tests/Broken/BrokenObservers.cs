using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Conformance.Decisions;
using Layers.Domain;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Conformance.Tests.Broken;

/// <summary>Makes an observer fail.</summary>
internal sealed class Switch
{
    public bool IsOn { get; set; }
}

internal sealed class Tally
{
    private long count;

    public long Count => Interlocked.Read(ref count);

    public void Add(int decisions) => Interlocked.Add(ref count, decisions);
}

internal sealed class SwallowsItsFailure(Switch failure, IAuditLog audit, IClock clock) : IDecisionObserver
{
    public const string Type = "broken.noted";

    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
    {
        try
        {
            if (failure.IsOn)
                throw new InvalidOperationException("It is out of order.");
            audit.Append([.. decided.Select(one => new AuditEntry(Type, clock.Now(), one.Container.Project, new { containerId = one.Container.Id }))]);
        }
        catch (InvalidOperationException)
        {
            // That is the promise it breaks.
        }

        return Task.CompletedTask;
    }
}

internal sealed class WorksOutsideTheTransaction(Tally tally) : IDecisionObserver
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
    {
        tally.Add(decided.Count);
        return Task.CompletedTask;
    }
}

internal sealed class SwallowsItsFailureTests(BrokenFixture api) : DecisionObserverConformance(api)
{
    protected override async Task<long> CountRecorded() => (await Api.Given.Audit()).Count(row => row.Type == SwallowsItsFailure.Type);

    protected override Task<bool> TryBreak()
    {
        Api.Server.Services.GetRequiredService<Switch>().IsOn = true;
        return Task.FromResult(true);
    }

    protected override Task Mend()
    {
        Api.Server.Services.GetRequiredService<Switch>().IsOn = false;
        return Task.CompletedTask;
    }
}

internal sealed class WorksOutsideTheTransactionTests(BrokenFixture api) : DecisionObserverConformance(api)
{
    protected override Task<long> CountRecorded() => Task.FromResult(Api.Server.Services.GetRequiredService<Tally>().Count);
}
