using System.Text.Json;

namespace Layers.Load;

/// <summary>All that was measured. A ratio is the median of the ratios of runs that followed one another, ours to bare.</summary>
internal sealed class Report(Plan plan)
{
    public const string FirstPage = "page 1";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly List<Measurement> runs = [];
    private readonly List<(string Contender, TimeSpan Took)> starts = [];
    private readonly Dictionary<string, long> memory = [];
    private readonly Dictionary<string, double> floors = [];
    private readonly List<Flat> flats = [];

    public void Add(Measurement run) => runs.Add(run);

    public void AddStart(string contender, TimeSpan took) => starts.Add((contender, took));

    public void AddMemory(string contender, long bytes) => memory[contender] = bytes;

    public void AddFloor(string scenario, double perSecond) => floors[scenario] = perSecond;

    /// <summary>Compares two sizes at their first page, and the larger one's first page with a late one.</summary>
    public void Compares((string Contender, string Scenario) small, (string Contender, string Scenario) large, string late)
    {
        flats.Add(FlatOf($"list p50, {plan.Rows:N0} rows to 10,000", small, large, most: 1.3));
        flats.Add(FlatOf($"list p50, {late} to {FirstPage}", large, (large.Contender, late), most: 1.5));
    }

    public string ToJson() => JsonSerializer.Serialize(new { plan.Rows, plan.Repeats, plan.Seconds, Lines = Lines(), Start = plan.Scenarios.Count > 0 ? Start() : null, Memory = plan.Scenarios.Count > 0 ? Memory() : null, Flat = flats }, Json);

    public string ToText()
    {
        var text = new StringWriter();
        text.WriteLine($"{plan.Rows:N0} containers, {plan.Repeats} x {plan.Seconds} s, medians; bare / ours; CPU of server + PostgreSQL in µs a request");
        text.WriteLine();
        if (plan.Scenarios.Count > 0)
            WriteComparison(text);
        foreach (var flat in flats)
            text.WriteLine($"{flat.What}: {flat.Ratio:0.00}; at most {flat.Most:0.00}");
        return text.ToString();
    }

    private void WriteComparison(StringWriter text)
    {
        text.WriteLine($"{"scenario",-30}{"conns",6}{"req/s",18}{"ratio",7}{"goal",6}{"spread",13}{"p50 ms",14}{"p99 ms",14}{"CPU µs",18}{"ratio",7}{"PostgreSQL/s",14}");
        foreach (var line in Lines())
            text.WriteLine(Print(line));
        text.WriteLine();
        text.WriteLine($"start to first 200: {Start()}; at most 2.00");
        text.WriteLine($"memory after load: {Memory()}; at most 1.75");
    }

    private List<Line> Lines() =>
    [
        .. from scenario in plan.Scenarios
           from connections in plan.Connections.Order()
           select LineOf(scenario, connections),
    ];

    private Line LineOf(Scenario scenario, int connections)
    {
        var bare = RunsOf(Harness.Bare, scenario.Name, connections);
        var ours = RunsOf(Harness.Ours, scenario.Name, connections);
        var ratios = bare.Zip(ours, (b, o) => o.PerSecond / b.PerSecond).Order().ToList();
        return new Line(
            scenario.Name,
            connections,
            SideOf(bare),
            SideOf(ours),
            Median(ratios),
            ratios[0],
            ratios[^1],
            connections == Harness.UsualConnections ? scenario.Goal : null,
            Median(bare.Zip(ours, (b, o) => o.Cpu / b.Cpu)),
            connections == Harness.UsualConnections ? floors.GetValueOrDefault(scenario.Name) : null);
    }

    private List<Measurement> RunsOf(string contender, string scenario, int connections) =>
        [.. runs.Where(run => run.Contender == contender && run.Scenario == scenario && run.Connections == connections)];

    private static Side SideOf(List<Measurement> runs) =>
        new(
            Median(runs.Select(run => run.PerSecond)),
            Median(runs.Select(run => run.P50 / 1000.0)),
            Median(runs.Select(run => run.P99 / 1000.0)),
            Median(runs.Select(run => run.ServerCpu)),
            Median(runs.Select(run => run.DatabaseCpu)),
            Median(runs.Select(run => run.Aftermath.TotalSeconds)));

    private Pair Start() => new(StartOf(Harness.Bare), StartOf(Harness.Ours), "ms");

    private double StartOf(string contender) => Median(starts.Where(start => start.Contender == contender).Select(start => start.Took.TotalMilliseconds));

    private Pair Memory() => new(memory[Harness.Bare] / 1e6, memory[Harness.Ours] / 1e6, "MB");

    private Flat FlatOf(string what, (string Contender, string Scenario) less, (string Contender, string Scenario) more, double most)
    {
        var (small, large) = (RunsOf(less), RunsOf(more));
        return new Flat(what, Median(small.Zip(large, (s, l) => (double)l.P50 / s.P50)), most);
    }

    private IEnumerable<Measurement> RunsOf((string Contender, string Scenario) which) =>
        runs.Where(run => run.Contender == which.Contender && run.Scenario == which.Scenario);

    private static string Print(Line line)
    {
        var (bare, ours) = (line.Bare, line.Ours);
        return $"{line.Scenario,-30}{line.Connections,6}{$"{bare.PerSecond:N0} / {ours.PerSecond:N0}",18}{line.Ratio,7:0.00}{line.Goal,6:0.00}{$"{line.Least:0.00}-{line.Most:0.00}",13}"
            + $"{$"{bare.P50:0.0} / {ours.P50:0.0}",14}{$"{bare.P99:0} / {ours.P99:0}",14}"
            + $"{$"{bare.ServerCpu:0}+{bare.DatabaseCpu:0} / {ours.ServerCpu:0}+{ours.DatabaseCpu:0}",18}{line.CpuRatio,7:0.00}{line.Floor,14:N0}";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record Side(double PerSecond, double P50, double P99, double ServerCpu, double DatabaseCpu, double Aftermath);

    private sealed record Line(
        string Scenario, int Connections, Side Bare, Side Ours, double Ratio, double Least, double Most, double? Goal, double CpuRatio, double? Floor);

    private sealed record Pair(double Bare, double Ours, string Unit)
    {
        public double Ratio => Ours / Bare;

        public override string ToString() => $"{Bare:0} / {Ours:0} {Unit}, {Ratio:0.00}";
    }

    private sealed record Flat(string What, double Ratio, double Most);
}
