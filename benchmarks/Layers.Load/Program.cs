using System.CommandLine;
using Layers.Load;

var rows = new Option<long>("--rows") { Description = "Containers, one project holding a fifth of them.", DefaultValueFactory = _ => 1_000_000 };
var repeats = new Option<int>("--repeats") { Description = "How often all is measured.", DefaultValueFactory = _ => 3 };
var seconds = new Option<int>("--seconds") { Description = "How long each run takes.", DefaultValueFactory = _ => 6 };
var warmUp = new Option<int>("--warm-up") { Description = "How many seconds each scenario is driven before anything is measured.", DefaultValueFactory = _ => 20 };
var connections = new Option<int[]>("--connections") { Description = "How many requests are under way at once.", DefaultValueFactory = _ => [32, 8, 64], AllowMultipleArgumentsPerToken = true };
var only = new Option<string?>("--only") { Description = "Nothing but scenarios whose names contain this, or \"sizes\": nothing but large data against small, and a late page against the first." };
var quick = new Option<bool>("--quick") { Description = "100,000 rows, one repeat, 32 connections: three minutes." };
var json = new Option<bool>("--json") { Description = "Print one JSON object." };
var folder = new Option<string>("--folder") { Description = "Where PostgreSQL and the data are kept from one time to the next.", DefaultValueFactory = _ => ".data/benchmarks" };

var command = new RootCommand("Measures the server against a bare one that does the same work.") { rows, repeats, seconds, warmUp, connections, only, quick, json, folder };
command.SetAction(async (parsed, cancellationToken) =>
{
    var plan = new Plan(parsed.GetValue(rows), parsed.GetValue(repeats), parsed.GetValue(seconds), parsed.GetValue(warmUp), parsed.GetValue(connections)!, parsed.GetValue(only));
    if (parsed.GetValue(quick))
        plan = plan with { Rows = 100_000, Repeats = 1, Seconds = 4, WarmUpSeconds = 3, Connections = [32] };
    var report = await Harness.Run(plan, parsed.GetValue(folder)!, cancellationToken);
    Console.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToText());
});
return await command.Parse(args).InvokeAsync();
