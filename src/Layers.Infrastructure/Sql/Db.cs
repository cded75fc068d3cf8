using Layers.Application.Ports;
using Layers.Domain;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// One request's view of the database. Reads go at once, one statement each. Inside a unit of work they share its transaction,
/// and writes are queued and sent together with the commit, or with the next read, in one round trip.
/// </summary>
public sealed class Db(Connections connections, CurrentCaller? caller = null) : IUnitOfWork, IAsyncDisposable
{
    /// <summary>As <c>demand_rows</c> in the database raises it.</summary>
    private const string LostUpdate = "LR001";

    private readonly List<NpgsqlBatchCommand> queued = [];
    private readonly List<Func<Task>> afterCommit = [];
    private PooledConnection? connection;
    private NpgsqlTransaction? transaction;
    private int countedInQueue;
    private Exception? failure;

    static Db() => SqlTypes.Register();

    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (transaction is not null)
            throw new InvalidOperationException("A unit of work is under way; commands do not send commands.");

        var (answer, acts) = await RunInTransaction(work, cancellationToken);
        foreach (var act in acts) // The connection is given back: what is done now may take its time.
            await act();
        return answer;
    }

    private async Task<(T Answer, IReadOnlyList<Func<Task>> AfterCommit)> RunInTransaction<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        connection = await Open(cancellationToken);
        failure = null;
        try
        {
            transaction = await connection.Connection.BeginTransactionAsync(cancellationToken);
            var answer = await work();
            await Commit();
            return (answer, [.. afterCommit]);
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
        Send(sql, arguments, static (statement, batch, skip, cancellationToken) => ReadRows(batch, skip, statement.RowReader<T>, cancellationToken), cancellationToken);

    /// <summary>With rows that are read by hand, column by column.</summary>
    public Task<IReadOnlyList<T>> Many<T>(string sql, object arguments, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        Send(sql, arguments, (_, batch, skip, cancellationToken) => ReadRows(batch, skip, _ => read, cancellationToken), cancellationToken);

    /// <summary>Runs at once. Returns the number of rows that it touched.</summary>
    public Task<int> Execute(string sql, object arguments, CancellationToken cancellationToken) =>
        Send(sql, arguments, static (_, batch, _, cancellationToken) => CountRows(batch, cancellationToken), cancellationToken);

    /// <summary>Queues a write of the present unit of work. It is sent with the commit, or in front of the next read.</summary>
    /// <exception cref="ArgumentException">The statement returns rows. <see cref="One"/> and <see cref="Many{T}(string, object, CancellationToken)"/> read them.</exception>
    public void Write(string sql, object arguments)
    {
        var statement = Statement.Of(sql, arguments);
        if (statement.ReturnsRows)
            throw new ArgumentException("A queued statement must not return rows. Read them with One or Many.", nameof(sql));
        Queue(statement.ToCommand(arguments));
    }

    /// <summary>
    /// Queues an update that has to touch exactly <paramref name="rows"/> rows. Otherwise somebody else changed or removed one since it was read: nothing
    /// of the unit of work is committed, and the sender of the statement gets a <see cref="ErrorKind.StillRunning"/>.
    /// </summary>
    public void Update(string sql, object arguments, int rows = 1)
    {
        Queue(Statement.Counted(sql, arguments).ToCommand(arguments, rows));
        countedInQueue++;
    }

    private void Queue(NpgsqlBatchCommand command)
    {
        if (transaction is null)
            throw new InvalidOperationException("A write needs a unit of work.");

        queued.Add(command);
    }

    public void AfterCommit(Func<Task> act) => afterCommit.Add(act);

    internal void AfterCommit(Action act) =>
        AfterCommit(() =>
        {
            act();
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync()
    {
        queued.Clear();
        countedInQueue = 0;
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
        string sql, object arguments, Func<Statement, NpgsqlBatch, int, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var statement = Statement.Of(sql, arguments);
        await using var ownConnection = connection is null ? await Open(cancellationToken) : null;
        await using var batch = new NpgsqlBatch((connection ?? ownConnection)!.Connection, transaction);
        var skip = TakeQueued(batch);
        batch.BatchCommands.Add(statement.ToCommand(arguments));
        return await Watched(() => send(statement, batch, skip, cancellationToken));
    }

    // After any failure PostgreSQL turns a commit into a rollback, and the driver does not say so. A caller that catches the failure and goes on must not
    // believe that the work was committed.
    private async Task<T> Watched<T>(Func<Task<T>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception e)
        {
            failure = e;
            if (e is PostgresException { SqlState: LostUpdate })
                throw new DomainException(ErrorKind.StillRunning, "Another request changed this at the same moment; send the request again.");
            throw;
        }
    }

    /// <param name="batch">To be sent.</param>
    /// <param name="skip">How many of the statements in front return rows of their own.</param>
    /// <param name="rowReader">What makes a value of a row.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    private static async Task<IReadOnlyList<T>> ReadRows<T>(
        NpgsqlBatch batch, int skip, Func<NpgsqlDataReader, Func<NpgsqlDataReader, T>> rowReader, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; i < skip; i++)
            await reader.NextResultAsync(cancellationToken);
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
        if (failure is not null)
            throw new InvalidOperationException("A statement of this unit of work failed and the failure was ignored; nothing was committed.", failure);
        if (queued.Count == 0)
        {
            await transaction!.CommitAsync(CancellationToken.None);
            return;
        }

        await using var batch = new NpgsqlBatch(connection!.Connection, transaction);
        TakeQueued(batch);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await Watched(() => batch.ExecuteNonQueryAsync(CancellationToken.None));
    }

    /// <summary>Returns how many of the queued statements return rows.</summary>
    private int TakeQueued(NpgsqlBatch batch)
    {
        foreach (var command in queued)
            batch.BatchCommands.Add(command);
        queued.Clear();
        return Interlocked.Exchange(ref countedInQueue, 0);
    }
}
