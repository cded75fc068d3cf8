using BenchmarkDotNet.Attributes;
using Layers.Domain.Keys;

namespace Layers.Benchmarks;

/// <summary>What every request pays for its key, once the key's row is known.</summary>
[MemoryDiagnoser]
public class ApiKeys
{
    private readonly string text;
    private readonly byte[] storedHash;

    public ApiKeys()
    {
        var key = KeyText.Make(OrganizationEnvironment.Live);
        (text, storedHash) = (key.Reveal(), key.SecretHash);
    }

    [Benchmark]
    public KeyText Parse() => KeyText.TryParse(text, out var key) ? key! : throw new InvalidOperationException("The key is refused.");

    [Benchmark]
    public bool ParseAndCheck() => Parse().Matches(storedHash) ? true : throw new InvalidOperationException("The key does not match.");
}
