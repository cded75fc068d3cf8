using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Layers.Infrastructure.Webhooks;

namespace Layers.Benchmarks;

/// <summary>Both signatures of one delivery under one secret.</summary>
[MemoryDiagnoser]
public class WebhookSignatures
{
    private const string Time = "1795339533";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly string id = Sample.EventId.ToString();
    private readonly string body = Sample.EventBody;

    [Benchmark]
    public string Standard() => WebhookSignature.Standard(key, id, Time, body);

    [Benchmark]
    public string Ours() => WebhookSignature.Ours(key, Time, body);
}
