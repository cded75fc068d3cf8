using System.Diagnostics.Metrics;
using Layers.Application.Operation;
using Layers.Application.Seams;
using Layers.Conformance.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Tests.Decisions;

public sealed class MeasureDecisionsTests(MeasuredFixture api) : AfterDecisionConformance(api), IClassFixture<MeasuredFixture>
{
    private readonly MeasuredFixture api = api;

    protected override Task<long> CountRecorded() => Task.FromResult(api.Counted);
}

/// <summary>A server whose meter of decisions somebody listens to.</summary>
public sealed class MeasuredFixture : ObservedFixture, IDisposable
{
    private readonly MeterListener listener = new();
    private long counted;

    public long Counted => Interlocked.Read(ref counted);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var meter = Server.Services.GetRequiredService<GateSignals>().Meter;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter == meter && instrument.Name == "layers.decisions")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref counted, count));
        listener.Start();
    }

    public void Dispose() => listener.Dispose();

    protected override void Declare(LayersBuilder layers)
    {
        // It is built in.
    }
}
