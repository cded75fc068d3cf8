using System.Diagnostics;

namespace Layers.Testing;

/// <summary>Waiting on what another process will do.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongSince = TimeSpan.FromSeconds(1);

    /// <summary>Returns as soon as the condition holds, and throws when it never does.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="patience">For what takes long by itself; two minutes when left out.</param>
    public static async Task Holds(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            var waited = Stopwatch.GetElapsedTime(started);
            if (waited > (patience ?? Patience))
                throw new TimeoutException($"Waited in vain: {what}.");

            // What takes long is not made longer by being asked all the time.
            await Task.Delay(waited > LongSince ? LongPause : Pause);
        }
    }

    /// <summary>Awaits the task, but not for ever.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task InTime(this Task task) => task.WaitAsync(Patience);
}
