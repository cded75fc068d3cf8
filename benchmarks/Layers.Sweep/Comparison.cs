using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Layers.Sweep;

/// <summary>The bare statement and the house, one after the other on copies that are alike, again and again.</summary>
internal sealed class Comparison(DueCluster cluster, int rows)
{
    private readonly List<Contestant> contestants =
    [
        new("bare, one connection", database => BareSweep.Run(database, connections: 1)),
        new("house, one node", database => HouseSweep.Run(database, nodes: 1)),
        new("bare, two connections", database => BareSweep.Run(database, connections: 2)),
        new("house, two nodes", database => HouseSweep.Run(database, nodes: 2)),
        new("house, one node, all workers", HouseSweep.Serve),
    ];

    private string? work;

    public async Task Repeat(int repeats)
    {
        // Once for the compiler.
        foreach (var contestant in contestants)
            await cluster.OnCopy(database => Measure(contestant, database));
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var contestant in contestants)
                contestant.Runs.Add(await cluster.OnCopy(database => Measure(contestant, database)));
        }
    }

    public string Table()
    {
        var table = new StringBuilder($"{rows:N0} due containers, all written: {work}\n\n");
        table.Append("| | rows/s (least to most) | of bare, one connection | CPU, µs a row |\n|---|---:|---:|---:|\n");
        foreach (var contestant in contestants)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {contestant.Name} | {Spread(Rates(contestant), "N0")} | {Spread(Ratios(contestant), "N2")} | {Spread(Cpu(contestant), "N0")} |");
        return table.ToString();
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        rows,
        contestants = contestants.Select(contestant => new
        {
            contestant.Name,
            rates = Rates(contestant),
            ratio = Median(Ratios(contestant)),
            ratios = Ratios(contestant),
            cpuMicroseconds = Cpu(contestant),
        }),
    }, JsonSerializerOptions.Web);

    /// <summary>All have to do the same work.</summary>
    private async Task<Run> Measure(Contestant contestant, string database)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), cluster.CpuSeconds);
        await contestant.Sweep(database);
        var run = new Run(Stopwatch.GetElapsedTime(started).TotalSeconds, cluster.CpuSeconds - cpu);
        var written = await Written(database);
        if (written != (work ??= written))
            throw new InvalidOperationException($"{contestant.Name} wrote {written}, and not {work}.");
        return run;
    }

    private static async Task<string> Written(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(SelectWritten, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    // Bytes in units that make a time's last digits, which may be zero, no difference.
    private const string SelectWritten =
        """
        select format('%s approved, %s posts, %s audit rows of %s MB, %s seals, %s events of %s MB',
          (select count(*) from containers where approval_status = 'approved' and held_posts = 0),
          (select count(*) from scheduled_posts),
          (select count(*) from audit_log), (select round(sum(octet_length(data::text)) / 1e6, 1) from audit_log),
          (select count(*) from audit_seals),
          (select count(*) from events), (select round(sum(octet_length(data::text)) / 1e6) from events))
        """;

    private IReadOnlyList<double> Rates(Contestant contestant) => [.. contestant.Runs.Select(run => rows / run.Seconds)];

    private IReadOnlyList<double> Ratios(Contestant contestant) => [.. contestant.Runs.Zip(contestants[0].Runs, (own, bare) => bare.Seconds / own.Seconds)];

    private IReadOnlyList<double> Cpu(Contestant contestant) => [.. contestant.Runs.Select(run => run.CpuSeconds / rows * 1e6)];

    private static string Spread(IReadOnlyList<double> values, string format) =>
        $"{Median(values).ToString(format)} ({values.Min().ToString(format)} to {values.Max().ToString(format)})";

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <param name="CpuSeconds">Of this process and PostgreSQL together.</param>
    private sealed record Run(double Seconds, double CpuSeconds);

    private sealed record Contestant(string Name, Func<string, Task> Sweep)
    {
        public List<Run> Runs { get; } = [];
    }
}
