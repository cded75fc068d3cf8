namespace Layers.Application.Content;

/// <summary>
/// How long the media store may take for what it does now. It starts again with each sign of life, and stands still while the store itself has to wait.
/// </summary>
public sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly TimeProvider time;
    private readonly TimeSpan limit;
    private readonly TimeSpan most;
    private readonly long start;

    /// <summary>Starts at once.</summary>
    /// <param name="limit">Between two signs of life.</param>
    /// <param name="most">For all of them together; null for any time.</param>
    /// <param name="time">Measures it.</param>
    internal Patience(TimeSpan limit, TimeSpan? most, TimeProvider time)
    {
        (this.limit, this.most, this.time, start) = (limit, most ?? TimeSpan.MaxValue, time, time.GetTimestamp());
        source = new CancellationTokenSource(limit, time);
    }

    /// <summary>Canceled when the time is over.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Starts again, unless all of the time is over.</summary>
    public void Renew()
    {
        var left = most - time.GetElapsedTime(start);
        source.CancelAfter(left < limit ? Max(left, TimeSpan.Zero) : limit);
    }

    /// <summary>Stands still until it is renewed.</summary>
    public void Pause() => source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => source.Dispose();

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
