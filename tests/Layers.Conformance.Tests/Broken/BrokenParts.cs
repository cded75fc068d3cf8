using Layers.Application.Seams;
using Layers.Conformance.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Tests.Broken;

/// <summary>All parts that break a promise each; stores have servers of their own.</summary>
public sealed class BrokenParts : ILayersExtension
{
    public void Configure(LayersBuilder layers)
    {
        var here = typeof(BrokenParts).Assembly;
        layers
            .AddHandlersFrom(here)
            .AddControllersFrom(here)
            .AddPublisher<PublishesTwice>()
            .AddPublisher<ThrowsRefusals>()
            .AddGateRule<ReadsTheClock>()
            .AddGateRule<KeepsAReasonSecret>()
            .AddGenerator<GoesOnWhenCanceled>()
            .AddDecisionObserver<SwallowsItsFailure>()
            .AddDecisionObserver<WorksOutsideTheTransaction>();
        layers.Services.AddSingleton<Switch>();
        layers.Services.AddSingleton<Tally>();
    }
}

public sealed class BrokenFixture : ObservedFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Layers:Relay:AllowPrivateAddresses"] = "true" };

    protected override void Declare(LayersBuilder layers) => layers.Add<BrokenParts>();
}
