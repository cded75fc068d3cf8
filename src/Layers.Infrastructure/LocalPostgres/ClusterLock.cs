using System.Diagnostics;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>
/// An advisory lock on a file. <see cref="FileStream"/> takes flock(2): exclusive for <see cref="FileShare.None"/>, shared for
/// <see cref="FileShare.Read"/>. The kernel drops it with the process however that ends, children do not inherit it
/// (close-on-exec), and two holders inside one process count as two.
/// </summary>
internal sealed class ClusterLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream file;

    private ClusterLock(FileStream file) => this.file = file;

    /// <summary>Waits its turn.</summary>
    public static async Task<ClusterLock> Exclusive(string path, TimeSpan patience, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (TryExclusive(path) is { } taken)
                return taken;
            if (waited.Elapsed > patience)
                throw new LocalPostgresException($"Another process has been starting or stopping PostgreSQL for too long (it holds {path}).");
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Null when somebody holds it, in whichever way.</summary>
    public static ClusterLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Null when somebody holds it exclusively.</summary>
    public static ClusterLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    public static bool IsFree(string path)
    {
        using var taken = TryExclusive(path);
        return taken is not null;
    }

    public void Dispose() => file.Dispose();

    private static ClusterLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new ClusterLock(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            return null; // EWOULDBLOCK has no type of its own; "not found" and the like have.
        }
    }
}
