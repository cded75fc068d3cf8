using System.Data;
using Layers.Domain;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <param name="MostWaiting">How many may wait for a connection at the same time.</param>
/// <param name="Share">
/// The part of a pool that one organization may hold while no other wants it, and of the places to wait: more than 0. With 1 there is no limit.
/// </param>
public sealed record ConnectionOptions(int MostWaiting, double Share = ConnectionOptions.DefaultShare)
{
    public const double DefaultShare = 0.5;
}

/// <summary>
/// Hands out a pool's connections, to each organization no more than its share. When the database is stuck every connection is taken, and callers wait
/// for one; those who find too many of them waiting are refused at once, so that what waits stays bounded.
/// </summary>
/// <param name="source">The pool.</param>
/// <param name="options">How many may wait, and what one organization may hold.</param>
/// <param name="patience">How long to wait for a connection that is taken; the connection string's Timeout when left out.</param>
public sealed class Connections(NpgsqlDataSource source, ConnectionOptions options, TimeSpan? patience = null)
{
    /// <summary>The name under which workers find the pool of their own.</summary>
    public const string OfWorkers = "workers";

    private readonly Bulkhead bulkhead = BulkheadOf(new NpgsqlConnectionStringBuilder(source.ConnectionString), options, patience);

    /// <summary>
    /// Waits while all are taken, but not for ever. Fails with <see cref="ErrorKind.TooManyAtOnce"/> when other requests of the organization are in the
    /// way, and as an unreachable database does when there is no connection.
    /// </summary>
    /// <param name="organization">Whose work it is for; null for the server's own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<PooledConnection> Open(OrganizationId? organization, CancellationToken cancellationToken)
    {
        await bulkhead.Enter(organization, cancellationToken);
        try
        {
            return new PooledConnection(await source.OpenConnectionAsync(cancellationToken), bulkhead, organization);
        }
        catch
        {
            bulkhead.Leave(organization, wasServed: false);
            throw;
        }
    }

    private static Bulkhead BulkheadOf(NpgsqlConnectionStringBuilder pool, ConnectionOptions options, TimeSpan? patience) =>
        new(pool.MaxPoolSize, patience ?? (pool.Timeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(pool.Timeout)), options);
}

/// <summary>A connection and its place in the pool; both are given back when this is disposed.</summary>
public sealed class PooledConnection : IAsyncDisposable
{
    private readonly Bulkhead bulkhead;
    private readonly OrganizationId? organization;
    private bool isDisposed;

    internal PooledConnection(NpgsqlConnection connection, Bulkhead bulkhead, OrganizationId? organization)
    {
        Connection = connection;
        this.bulkhead = bulkhead;
        this.organization = organization;
    }

    public NpgsqlConnection Connection { get; }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        var stillWorks = Connection.State == ConnectionState.Open;
        try
        {
            await Connection.DisposeAsync();
        }
        finally
        {
            bulkhead.Leave(organization, stillWorks);
        }
    }
}
