using Layers.Infrastructure.LocalPostgres;

namespace Layers.Load;

/// <param name="WarmUpSeconds">Of each scenario and server. The compiler takes a while until it has compiled for good what runs often.</param>
/// <param name="Only">Part of a scenario's name, or <see cref="Sizes"/>; null takes everything.</param>
internal sealed record Plan(long Rows, int Repeats, int Seconds, int WarmUpSeconds, IReadOnlyList<int> Connections, string? Only)
{
    public const string Sizes = "sizes";

    public IReadOnlyList<Scenario> Scenarios { get; } =
        [.. Scenario.Compared.Where(scenario => Only is null || scenario.Name.Contains(Only, StringComparison.OrdinalIgnoreCase))];

    public bool ComparesSizes => Only is null or Sizes;
}

/// <summary>Runs a plan: both servers in turn, the same load on each, again and again.</summary>
internal static class Harness
{
    public const string Ours = "layers";
    public const string Bare = "bare";

    private const int SmallRows = 10_000;
    private const int DeepPage = 7_000;
    private const int RowsAPage = 25;
    private const int Starts = 5;
    public const int UsualConnections = 32;
    private const int FewConnections = 8;

    // So that neither a checkpoint nor a vacuum falls into a run.
    private static readonly Dictionary<string, string> PostgresSettings = new()
    {
        ["shared_buffers"] = "2GB",
        ["max_wal_size"] = "48GB",
        ["checkpoint_timeout"] = "1d",
        ["max_parallel_workers_per_gather"] = "0",
        ["maintenance_work_mem"] = "512MB",
        ["autovacuum"] = "off",
    };

    public static async Task<Report> Run(Plan plan, string folder, CancellationToken cancellationToken)
    {
        await using var postgres = await LocalPostgresServer.Start(new LocalPostgresOptions(Path.Combine(folder, "postgres")) { Settings = PostgresSettings }, cancellationToken);
        var report = new Report(plan);
        if (plan.Scenarios.Count > 0)
            await Compare(plan, postgres, report, cancellationToken);
        if (plan.ComparesSizes)
            await CompareSizes(plan, postgres, report, cancellationToken);
        return report;
    }

    private static async Task Compare(Plan plan, LocalPostgresServer postgres, Report report, CancellationToken cancellationToken)
    {
        var data = await Make(plan.Rows, postgres, cancellationToken);
        var (bareData, ourData) = (await data.Copy(Bare), await data.Copy(Ours));
        await Start(bareData, ourData, report, cancellationToken);
        await Drive(plan, postgres, bareData, ourData, report, cancellationToken);
        foreach (var scenario in plan.Scenarios)
        {
            Say($"Without a server: {scenario.Name} …");
            report.AddFloor(scenario.Name, await Floor.Measure(scenario, bareData, UsualConnections, plan.Seconds, cancellationToken));
        }
    }

    private static async Task Drive(
        Plan plan, LocalPostgresServer postgres, DataCopy bareData, DataCopy ourData, Report report, CancellationToken cancellationToken)
    {
        await using var bare = await Contender.StartBare(bareData, cancellationToken);
        await using var ours = await Contender.StartLayers(ourData, cancellationToken);
        foreach (var scenario in plan.Scenarios)
            await WarmUp(scenario, plan.WarmUpSeconds, [bare, ours], cancellationToken);
        for (var repeat = 1; repeat <= plan.Repeats; repeat++)
        {
            foreach (var connections in plan.Connections)
            {
                foreach (var scenario in plan.Scenarios)
                {
                    Say($"Repeat {repeat} of {plan.Repeats}: {scenario.Name}, {connections} connections …");
                    // Who comes first changes from one repeat to the next.
                    Contender[] turn = repeat % 2 == 1 ? [bare, ours] : [ours, bare];
                    foreach (var contender in turn)
                        report.Add(await Measurement.Take(contender, postgres.ProcessId, scenario, connections, plan.Seconds, repeat, cancellationToken));
                }
            }
        }

        report.AddMemory(Bare, bare.ResidentBytes);
        report.AddMemory(Ours, ours.ResidentBytes);
    }

    private static async Task Start(DataCopy bareData, DataCopy ourData, Report report, CancellationToken cancellationToken)
    {
        Say("Starting the servers …");
        for (var start = 0; start < Starts; start++)
        {
            await using (var bare = await Contender.StartBare(bareData, cancellationToken))
                report.AddStart(Bare, bare.ToFirstAnswer);
            await using (var ours = await Contender.StartLayers(ourData, cancellationToken))
                report.AddStart(Ours, ours.ToFirstAnswer);
        }
    }

    private static async Task WarmUp(Scenario scenario, int seconds, Contender[] contenders, CancellationToken cancellationToken)
    {
        Say($"Warming up: {scenario.Name} …");
        foreach (var contender in contenders)
        {
            await Wrk.Run(contender, scenario, UsualConnections, seconds, seed: 0, cancellationToken);
            await contender.Data.Settle(cancellationToken);
        }
    }

    // First against late page, and small against large data, of the largest project's list; of ours alone.
    private static async Task CompareSizes(Plan plan, LocalPostgresServer postgres, Report report, CancellationToken cancellationToken)
    {
        var (small, large) = (await Make(SmallRows, postgres, cancellationToken), await Make(plan.Rows, postgres, cancellationToken));
        var (smallData, largeData) = (await small.Copy("layers_small"), await large.Copy("layers_large"));
        await using var onSmall = await Contender.StartLayers(smallData, cancellationToken);
        await using var onLarge = await Contender.StartLayers(largeData, cancellationToken);
        var deep = (int)Math.Min(DeepPage, (plan.Rows / 5 / RowsAPage) - 2);
        var first = Scenario.PageOfLargest(Report.FirstPage, cursor: null);
        var late = Scenario.PageOfLargest($"page {deep:N0}", await largeData.CursorBehind((deep - 1) * RowsAPage));
        await WarmUp(first, plan.WarmUpSeconds, [onSmall, onLarge], cancellationToken);
        await WarmUp(late, plan.WarmUpSeconds, [onLarge], cancellationToken);
        for (var repeat = 1; repeat <= plan.Repeats; repeat++)
        {
            Say($"Repeat {repeat} of {plan.Repeats}: list of the largest project …");
            report.Add(await Measurement.Take(onSmall, postgres.ProcessId, first, FewConnections, plan.Seconds, repeat, cancellationToken));
            report.Add(await Measurement.Take(onLarge, postgres.ProcessId, first, FewConnections, plan.Seconds, repeat, cancellationToken));
            report.Add(await Measurement.Take(onLarge, postgres.ProcessId, late, FewConnections, plan.Seconds, repeat, cancellationToken));
        }

        report.Compares(("layers_small", first.Name), ("layers_large", first.Name), late.Name);
    }

    private static async Task<DataSet> Make(long rows, LocalPostgresServer postgres, CancellationToken cancellationToken)
    {
        Say($"Making {rows:N0} containers …");
        var data = new DataSet(postgres, rows);
        await data.Make(cancellationToken);
        return data;
    }

    private static void Say(string what) => Console.Error.WriteLine(what);
}
