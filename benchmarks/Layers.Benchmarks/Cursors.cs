using BenchmarkDotNet.Attributes;
using Layers.Application;

namespace Layers.Benchmarks;

/// <summary>A list's <c>nextCursor</c>: written once a page, read once a page.</summary>
[MemoryDiagnoser]
public class Cursors
{
    private readonly Cursor cursor = new(Sample.Now, Guid.CreateVersion7());
    private string text = "";

    [GlobalSetup]
    public void Write() => text = cursor.ToString();

    [Benchmark]
    public string Print() => cursor.ToString();

    [Benchmark]
    public Cursor? Parse() => Cursor.TryParse(text, out var read) ? read : throw new InvalidOperationException("The cursor is refused.");
}
