using System.Diagnostics.Metrics;
using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Testing;
using NodaTime.Testing;
using NodaTime;

namespace Layers.Api.Tests.Operation;

public sealed class NodeClockTests : IDisposable
{
    private readonly FakeTime time = new();
    private readonly FakeClock ours = StoppedClock.Create();
    private readonly FakeClock theirs = StoppedClock.Create();
    private readonly GateSignals signals = new();

    [Fact]
    public async Task RoundTrip_IsHalvedAndCountedAsUncertain()
    {
        theirs.Advance(Duration.FromSeconds(4));
        var clock = Clock(roundTripSeconds: 8);

        (await clock.Compare(CancellationToken.None)).Should().Be(new ClockSkew(Duration.Zero, Duration.FromSeconds(4)), "their clock was read half-way");
    }

    [Fact]
    public async Task Clock_ThatMayBeRightAfterAll_IsNotTooFarOff()
    {
        ours.Advance(Duration.FromSeconds(59));
        var clock = Clock(roundTripSeconds: 4);

        await clock.Compare(CancellationToken.None);

        clock.IsTooFarOff.Should().BeFalse("it is 61 s off, give or take 2");
    }

    [Fact]
    public async Task Clock_ThatIsCertainlyWrong_IsTooFarOff()
    {
        ours.Advance(Duration.FromSeconds(61));
        var clock = Clock(roundTripSeconds: 0);
        clock.IsTooFarOff.Should().BeFalse("nothing is known yet");

        await clock.Compare(CancellationToken.None);

        clock.IsTooFarOff.Should().BeTrue();
    }

    [Fact]
    public async Task Skew_IsMeasured_WithItsDirection()
    {
        var shown = new List<double>();
        using var listener = new MeterListener { InstrumentPublished = Listen };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => shown.Add(value));
        listener.Start();
        theirs.Advance(Duration.FromSeconds(7));

        await Clock(roundTripSeconds: 0).Compare(CancellationToken.None);
        listener.RecordObservableInstruments();

        shown.Should().Equal(-7);
    }

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (ReferenceEquals(instrument.Meter, signals.Meter) && instrument.Name == "layers.clock.skew")
            listener.EnableMeasurementEvents(instrument);
    }

    public void Dispose() => signals.Dispose();

    private NodeClock Clock(int roundTripSeconds) =>
        new(new SlowDatabase(theirs, time, roundTripSeconds), new ServerClock(ours), time, signals);

    private sealed class SlowDatabase(FakeClock clock, FakeTime time, int seconds) : IDatabaseClock
    {
        public Task<Instant> GetCurrentInstant(CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            return Task.FromResult(clock.GetCurrentInstant());
        }
    }
}
