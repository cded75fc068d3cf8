using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A relay that counts how often each key reaches it.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly Relay relay;
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    private CountingRelay(Relay relay)
    {
        this.relay = relay;
        relay.Answer = Count;
    }

    public string Url => relay.Url;

    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>How many have come, and get no answer before <see cref="Open"/>.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>From so many keys on, it lets whoever comes wait.</summary>
    public int HoldsBackFrom { get; init; } = int.MaxValue;

    public static async Task<CountingRelay> Start(int holdsBackFrom = int.MaxValue) => new(await Relay.Start()) { HoldsBackFrom = holdsBackFrom };

    public void Open() => opened.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Open();
        return relay.DisposeAsync();
    }

    private async Task Count(HttpContext context, RelayRequest request)
    {
        counts.AddOrUpdate(request.Key, 1, (_, count) => count + 1);
        if (counts.Count >= HoldsBackFrom)
        {
            Interlocked.Increment(ref waiting);
            await opened.Task;
        }

        await Relay.Take(context, request);
    }
}
