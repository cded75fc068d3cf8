using System.Collections.Concurrent;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// Keeps at least the last <paramref name="size"/> values that were used, and at most twice as many. When so many are new, those that were not used since
/// the last time are dropped; what is used all the time is never made again, however many others come and go.
/// </summary>
internal sealed class RecentlyUsed<TKey, TValue>(int size)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int added;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (young.TryGetValue(key, out var value))
            return value;

        value = young.GetOrAdd(key, old.TryGetValue(key, out var known) ? known : make(key));
        if (Interlocked.Increment(ref added) >= size)
            Turn();
        return value;
    }

    private void Turn()
    {
        lock (turning)
        {
            if (added < size)
                return;
            (old, young, added) = (young, new ConcurrentDictionary<TKey, TValue>(), 0);
        }
    }
}
