using Layers.Domain;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>What is left when a unit of work fails, or its caller hangs up.</summary>
public sealed class DbFailureTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Insert = "insert into server_secrets (name, value) values (@name, '')";
    private const string Rename = "update server_secrets set name = @other where name = @name";
    private const string Count = "select count(*)::int from server_secrets where name = @name";

    private TestDatabase database = null!;
    private PostgresProxy proxy = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        proxy = new PostgresProxy(database);
        source = DataSource.Build(proxy.ConnectionString);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await proxy.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Run_WhoseQueuedWriteFailsInFrontOfARead_SaysSoAndKeepsNothing()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "twice" });
                db.Write(Insert, new { name = "twice" });
                return await db.One<int>(Count, new { name = "twice" }, CancellationToken.None);
            },
            CancellationToken.None);

        (await run.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.UniqueViolation);
        (await CountOf("twice")).Should().Be(0);
    }

    [Fact]
    public async Task Run_WithAFailingWriteInTheMiddle_KeepsNothing()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run(
            () =>
            {
                db.Write(Insert, new { name = "before" });
                db.Write(Insert, new { name = "before" });
                db.Write(Insert, new { name = "after" });
                return Task.FromResult(true);
            },
            CancellationToken.None);

        (await run.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.UniqueViolation);
        (await CountOf("before")).Should().Be(0);
        (await CountOf("after")).Should().Be(0);
        await WriteTwo(db, "and the connection goes on");
    }

    [Fact]
    public async Task Run_WhoseWorkSwallowsAFailedStatement_RefusesToCommit()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "before the failure" });
                try
                {
                    await db.One<int>("select 1 / @zero", new { zero = 0 }, CancellationToken.None);
                }
                catch (PostgresException)
                {
                    // As a handler would that takes the statement for unimportant.
                }

                return true;
            },
            CancellationToken.None);

        (await run.Should().ThrowAsync<InvalidOperationException>()).Which.InnerException.Should().BeOfType<PostgresException>();
        (await CountOf("before the failure")).Should().Be(0);
        await WriteTwo(db, "the next unit of work");
        (await CountOf("the next unit of work-2")).Should().Be(1);
    }

    [Fact]
    public async Task Run_WithAnUpdateThatTouchesAnotherNumberOfRows_CommitsNothing()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        foreach (var rows in new[] { 1, 3 })
        {
            var run = () => db.Run(
                () =>
                {
                    db.Write(Insert, new { name = "beside it" });
                    db.Update(Rename, new { name = rows == 1 ? "nobody" : "beside it", other = "renamed" }, rows);
                    return Task.FromResult(true);
                },
                CancellationToken.None);

            (await run.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);
            (await CountOf("beside it")).Should().Be(0);
            (await CountOf("renamed")).Should().Be(0);
        }
    }

    [Fact]
    public async Task Run_WithALostUpdateInFrontOfARead_SaysSoAndRefusesToGoOn()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run(
            async () =>
            {
                db.Update(Rename, new { name = "nobody", other = "renamed" });
                var read = () => db.One<int>(Count, new { name = "x" }, CancellationToken.None);
                (await read.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);
                return true;
            },
            CancellationToken.None);

        await run.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Run_WhoseWorkThrows_KeepsNothingThoughWritesWereSent()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run<bool>(
            async () =>
            {
                db.Write(Insert, new { name = "sent" });
                (await db.One<int>(Count, new { name = "sent" }, CancellationToken.None)).Should().Be(1, "a read sees the writes before it");
                db.Write(Insert, new { name = "queued" });
                throw new TimeZoneNotFoundException();
            },
            CancellationToken.None);

        await run.Should().ThrowAsync<TimeZoneNotFoundException>();
        (await CountOf("sent")).Should().Be(0);
        (await CountOf("queued")).Should().Be(0);
        await WriteTwo(db, "nothing is left over in the queue");
        (await CountOf("queued")).Should().Be(0);
    }

    [Fact]
    public async Task Run_CanceledBeforeTheWorkIsDone_KeepsNothing()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        using var cancel = new CancellationTokenSource();

        var run = () => db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "canceled" });
                await cancel.CancelAsync();
                return await db.One<int>(Count, new { name = "canceled" }, cancel.Token);
            },
            cancel.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
        (await CountOf("canceled")).Should().Be(0);
    }

    [Fact]
    public async Task Run_CanceledOnceTheWorkIsDone_CommitsAllTheSame()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        using var cancel = new CancellationTokenSource();

        await db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "decided" });
                await cancel.CancelAsync();
                return true;
            },
            cancel.Token);

        (await CountOf("decided")).Should().Be(1);
    }

    private static Task<bool> WriteTwo(Db db, string name) =>
        db.Run(
            async () =>
            {
                await db.One<int>(Count, new { name }, CancellationToken.None);
                db.Write(Insert, new { name = $"{name}-1" });
                db.Write(Insert, new { name = $"{name}-2" });
                return true;
            },
            CancellationToken.None);

    private Task<long> CountOf(string name) => database.Value<long>("select count(*) from server_secrets where name = $1", name);
}
