namespace Layers.Api.Http;

/// <summary>Lets one failure a second through to the log: during an outage each request fails in the same way.</summary>
internal sealed class OutageLog(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();
    private long? last;

    public bool IsNext()
    {
        lock (guard)
        {
            if (last is { } before && time.GetElapsedTime(before) < Pause)
                return false;
            last = time.GetTimestamp();
            return true;
        }
    }
}
