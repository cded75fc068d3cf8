using Layers.Application.Ports;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// One request's view of the database. Reads go at once, one statement each. Inside a unit of work they share its transaction,
/// and writes are queued and sent together with the commit, or with the next read, in one round trip.
/// </summary>
public sealed class Db(Connections connections, CurrentCaller? caller = null) : IUnitOfWork, IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> queued = [];
    private readonly List<Action> afterCommit = [];
    private PooledConnection? connection;
    private NpgsqlTransaction? transaction;

    static Db() => SqlTypes.Register();

    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (transaction is not null)
            throw new InvalidOperationException("A unit of work is under way; commands do not send commands.");

        connection = await Open(cancellationToken);
        try
        {
            transaction = await connection.Connection.BeginTransactionAsync(cancellationToken);
            var answer = await work();
            await Commit();
            afterCommit.ForEach(act => act());
            return answer;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>The one row, or default when there is none.</summary>
    public async Task<T?> One<T>(string sql, object arguments, CancellationToken cancellationToken) =>
        (await Many<T>(sql, arguments, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<T>> Many<T>(string sql, object arguments, CancellationToken cancellationToken) =>
        Send(sql, arguments, static (statement, batch, cancellationToken) => ReadRows(batch, statement.RowReader<T>, cancellationToken), cancellationToken);

    /// <summary>With rows that are read by hand, column by column.</summary>
    public Task<IReadOnlyList<T>> Many<T>(string sql, object arguments, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        Send(sql, arguments, (_, batch, cancellationToken) => ReadRows(batch, _ => read, cancellationToken), cancellationToken);

    /// <summary>Runs at once and answers the number of rows it touched.</summary>
    public Task<int> Execute(string sql, object arguments, CancellationToken cancellationToken) =>
        Send(sql, arguments, static (_, batch, cancellationToken) => CountRows(batch, cancellationToken), cancellationToken);

    /// <summary>Queues a write of the present unit of work, one that answers no rows. It is sent with the commit, or in front of the next read.</summary>
    public void Write(string sql, object arguments)
    {
        if (transaction is null)
            throw new InvalidOperationException("A write needs a unit of work.");

        queued.Add(Statement.Of(sql, arguments).ToCommand(arguments));
    }

    /// <summary>To be done once the present unit of work is committed, and not at all when it is not. It must not fail.</summary>
    public void AfterCommit(Action act) => afterCommit.Add(act);

    public async ValueTask DisposeAsync()
    {
        queued.Clear();
        afterCommit.Clear();
        if (transaction is not null)
            await transaction.DisposeAsync();
        if (connection is not null)
            await connection.DisposeAsync();
        (transaction, connection) = (null, null);
    }

    private ValueTask<PooledConnection> Open(CancellationToken cancellationToken) => connections.Open(caller?.KnownOrganization, cancellationToken);

    // What was queued goes in front, in the same round trip.
    private async Task<T> Send<T>(
        string sql, object arguments, Func<Statement, NpgsqlBatch, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var statement = Statement.Of(sql, arguments);
        await using var ownConnection = connection is null ? await Open(cancellationToken) : null;
        await using var batch = new NpgsqlBatch((connection ?? ownConnection)!.Connection, transaction);
        TakeQueued(batch);
        batch.BatchCommands.Add(statement.ToCommand(arguments));
        return await send(statement, batch, cancellationToken);
    }

    private static async Task<IReadOnlyList<T>> ReadRows<T>(
        NpgsqlBatch batch, Func<NpgsqlDataReader, Func<NpgsqlDataReader, T>> rowReader, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        var read = rowReader(reader);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static async Task<int> CountRows(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[^1].RecordsAffected;
    }

    // The commit is the batch's last statement: should an earlier one fail, PostgreSQL skips the rest, the commit included.
    // From here on a caller who hangs up changes nothing: what was decided is committed.
    private async Task Commit()
    {
        if (queued.Count == 0)
        {
            await transaction!.CommitAsync(CancellationToken.None);
            return;
        }

        await using var batch = new NpgsqlBatch(connection!.Connection, transaction);
        TakeQueued(batch);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private void TakeQueued(NpgsqlBatch batch)
    {
        foreach (var command in queued)
            batch.BatchCommands.Add(command);
        queued.Clear();
    }
}
