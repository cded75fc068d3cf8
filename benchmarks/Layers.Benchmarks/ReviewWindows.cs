using BenchmarkDotNet.Attributes;
using Layers.Domain.Approval;

namespace Layers.Benchmarks;

/// <summary>The duration of a review window, short, long and wrong.</summary>
[MemoryDiagnoser]
public class ReviewWindows
{
    [Params("PT24H", "P1W2DT3H4M5S", "P1Y")]
    public string Text { get; set; } = "";

    [Benchmark]
    public ReviewWindow? Parse() => ReviewWindow.TryParse(Text, out var window) ? window : null;
}
