using Npgsql;

namespace Layers.Testing;

/// <summary>
/// Rows that a test keeps locked, so that whoever wants them gathers in front of them: all have read by then, or all have waited to read,
/// and a race that might be lost once in a thousand runs is lost in every one.
/// </summary>
public sealed class HeldLock : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly NpgsqlConnection connection;

    private HeldLock(TestDatabase database, NpgsqlConnection connection) => (this.database, this.connection) = (database, connection);

    /// <param name="database">Where.</param>
    /// <param name="select">Ends in <c>for update</c>.</param>
    public static async Task<HeldLock> On(TestDatabase database, string select)
    {
        var held = new HeldLock(database, await database.Connect());
        await held.connection.Run("begin");
        await held.connection.Run(select);
        return held;
    }

    /// <summary>Returns when at least so many sessions wait for a lock.</summary>
    public Task UntilWaiting(int sessions) => database.UntilWaiting(sessions);

    public Task Release() => connection.Run("rollback");

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

/// <summary>Sessions of a server that wait for a lock.</summary>
public static class LockWaits
{
    private const string SelectWaiting =
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' order by query_start";

    /// <summary>Returns when at least so many sessions wait.</summary>
    public static async Task UntilWaiting(this TestDatabase database, int sessions)
    {
        await using var watcher = await database.Connect();
        await Eventually.Holds(async () => (await Waiting(watcher)).Count >= sessions, $"{sessions} sessions in front of a lock");
    }

    /// <summary>Returns when this connection does not wait any more.</summary>
    public static async Task UntilGone(this TestDatabase database, int session)
    {
        await using var watcher = await database.Connect();
        await Eventually.Holds(async () => !(await Waiting(watcher)).Contains(session), "a session let go of its lock");
    }

    /// <summary>The sessions that wait, who came first at the front.</summary>
    public static async Task<IReadOnlyList<int>> Waiting(this TestDatabase database)
    {
        await using var watcher = await database.Connect();
        return await Waiting(watcher);
    }

    /// <summary>Ends a session of the server's, as an operator of the database would.</summary>
    public static Task End(this TestDatabase database, int session) => database.Value<bool>("select pg_terminate_backend($1)", session);

    private static async Task<List<int>> Waiting(NpgsqlConnection watcher)
    {
        await using var command = new NpgsqlCommand(SelectWaiting, watcher);
        await using var reader = await command.ExecuteReaderAsync();
        var pids = new List<int>();
        while (await reader.ReadAsync())
            pids.Add(reader.GetInt32(0));
        return pids;
    }
}
