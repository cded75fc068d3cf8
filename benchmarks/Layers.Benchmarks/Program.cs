using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Layers.Benchmarks;

// --quick takes few, short rounds; everything else is BenchmarkDotNet's own.
var job = args.Contains("--quick") ? Job.ShortRun : Job.Default;
BenchmarkSwitcher
    .FromAssembly(typeof(Cursors).Assembly)
    .Run([.. args.Where(arg => arg != "--quick")], DefaultConfig.Instance.AddJob(job));
