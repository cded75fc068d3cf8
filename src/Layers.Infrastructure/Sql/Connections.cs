using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <param name="MostWaiting">How many may wait for a connection at the same time.</param>
public sealed record ConnectionOptions(int MostWaiting);

/// <summary>
/// Hands out the pool's connections. When the database is stuck every connection is taken, and callers wait for one; whoever finds too many of them
/// waiting is refused at once, so that what waits stays bounded.
/// </summary>
public sealed class Connections(NpgsqlDataSource source, ConnectionOptions options)
{
    private int waiting;

    /// <summary>Fails as an unreachable database does.</summary>
    public async ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > options.MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new NpgsqlException("Too many requests wait for a connection to the database.");
        }

        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
