using System.Diagnostics;
using System.Diagnostics.Metrics;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Operation;

/// <summary>
/// What the gate measures of itself. Where nobody listens, nothing is measured. Decisions are measured when they have been committed: what was rolled
/// back never happened.
/// </summary>
public sealed class GateSignals : IDisposable
{
    /// <summary>Of the meter and of the spans.</summary>
    public const string Name = "Layers";

    /// <summary>Work that no request asked for.</summary>
    public static readonly ActivitySource Spans = new(Name);

    private static readonly Duration[] Steps =
    [
        Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(4), Duration.FromHours(12),
        Duration.FromDays(1), Duration.FromDays(2), Duration.FromDays(7), Duration.FromDays(30),
    ];

    private readonly Counter<long> decisions;
    private readonly Histogram<double> decisionTime;
    private readonly Counter<long> failedPromotions;
    private readonly ObservableGauge<double> pendingAge;
    private readonly ObservableGauge<double> outboxLag;
    private volatile GateAges? ages;
    private volatile ClockReading? clock;

    public GateSignals()
    {
        decisions = Meter.CreateCounter<long>("layers.decisions", "{decision}", "Approvals and rejections, by who took them: the share of timeouts is what nobody looked at.");
        decisionTime = Meter.CreateHistogram(
            "layers.decision.time", "s", "From the making of a container to its decision.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. Steps.Select(step => step.TotalSeconds)] });
        failedPromotions = Meter.CreateCounter<long>("layers.promotions.failed", "{schedule}", "Schedules that waited for an approval and could not be kept.");
        pendingAge = Meter.CreateObservableGauge("layers.containers.pending.age", () => Seen(ages?.Pending), "s", "How long the oldest container has waited for its decision.");
        outboxLag = Meter.CreateObservableGauge("layers.outbox.lag", () => Seen(ages?.Event), "s", "How long the oldest event has waited for its place in the order.");
        Meter.CreateObservableGauge("layers.clock.skew", () => Seen(clock?.Ahead), "s", "By how much this node's clock is ahead of PostgreSQL's; negative when it is behind.");
    }

    public Meter Meter { get; } = new(Name);

    public bool AreDecisionsWanted => decisions.Enabled || decisionTime.Enabled || failedPromotions.Enabled;

    public bool AreAgesWanted => pendingAge.Enabled || outboxLag.Enabled;

    public void Decided(Container container)
    {
        var decision = container.Decision!;
        var action = new KeyValuePair<string, object?>("action", container.ApprovalStatus.Act() ?? container.ApprovalStatus.ToWord());
        var source = new KeyValuePair<string, object?>("source", decision.Source.ToWord());
        decisions.Add(1, action, source);
        decisionTime.Record((decision.At - container.State.CreatedAt).TotalSeconds, action, source);
    }

    public void PromotionFailed(string reason) => failedPromotions.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>To be shown until the next look.</summary>
    public void RecordAges(GateAges now) => ages = now;

    /// <summary>To be shown until the next comparison.</summary>
    public void SawClock(Duration ahead) => clock = new ClockReading(ahead);

    public void Dispose() => Meter.Dispose();

    private static IEnumerable<Measurement<double>> Seen(Duration? age) => age is { } known ? [new Measurement<double>(known.TotalSeconds)] : [];

    private sealed record ClockReading(Duration Ahead);
}

/// <summary>How long the oldest of each has waited; zero when none does.</summary>
public sealed record GateAges(Duration Pending, Duration Event);
