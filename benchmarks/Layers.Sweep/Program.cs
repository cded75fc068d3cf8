using Layers.Sweep;

// --quick: fewer rows, one repeat. --json: one object instead of the table.
var isQuick = args.Contains("--quick");
var rows = isQuick ? 20_000 : 100_000;
await using var cluster = await DueCluster.Start(rows);
var comparison = new Comparison(cluster, rows);
await comparison.Repeat(isQuick ? 1 : 3);
Console.WriteLine(args.Contains("--json") ? comparison.Json() : comparison.Table());
