using BenchmarkDotNet.Attributes;
using Layers.Application.Audit;

namespace Layers.Benchmarks;

/// <summary>A row of the audit log, as the sealing worker and the verification go through it.</summary>
[MemoryDiagnoser]
public class AuditRows
{
    private readonly AuditRow row = Sample.AuditRow();

    [Benchmark]
    public int Text() => AuditText.Of(row).Length;

    [Benchmark]
    public Seal Seal() => AuditText.Seal(Application.Audit.Seal.BeforeTheFirst, row);
}
