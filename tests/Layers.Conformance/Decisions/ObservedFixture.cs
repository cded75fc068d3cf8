using Layers.Api.Composition;
using Layers.Application.Seams;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Decisions;

/// <summary>A server with the parts of a team and, around its observers, others that fail when a test says so.</summary>
public abstract class ObservedFixture : ApiFixture
{
    internal Sabotage Sabotage => Server.Services.GetRequiredService<Sabotage>();

    /// <summary>Declares the extension that has the observer.</summary>
    protected abstract void Declare(LayersBuilder layers);

    protected override Task<ApiServer> StartServer() => ApiServer.Start(Settings, replace: Replace, parts: new Parts(layers =>
    {
        layers.Services.AddSingleton<Sabotage>();
        layers.AddAfterDecision<FailsAfterDecision>();
        Declare(layers);
        layers.AddDecisionObserver<FailsInDecision>();
    }));
}

internal sealed class Sabotage
{
    public bool IsInDecisions { get; set; }

    public bool IsAfterDecisions { get; set; }
}

/// <summary>The last observer in the transaction: what the others have written is undone when it fails.</summary>
internal sealed class FailsInDecision(Sabotage sabotage) : IDecisionObserver
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken) =>
        sabotage.IsInDecisions ? throw new InvalidOperationException("A test wants this decision undone.") : Task.CompletedTask;
}

/// <summary>The first observer after the commit: the others are called all the same when it fails.</summary>
internal sealed class FailsAfterDecision(Sabotage sabotage) : IAfterDecision
{
    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken) =>
        sabotage.IsAfterDecisions ? throw new InvalidOperationException("A test wants an observer to fail.") : Task.CompletedTask;
}
