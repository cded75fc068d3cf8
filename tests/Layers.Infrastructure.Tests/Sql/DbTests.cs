using System.Text;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class DbTests : IAsyncLifetime, IAsyncDisposable
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

    [Theory]
    [InlineData("insert into server_secrets (name, value) values (@name, '') returning name")]
    [InlineData("with gone as (delete from server_secrets where name = @name returning name) insert into server_secrets select name, '' from gone RETURNING name")]
    public async Task Write_ThatReturnsRows_IsRefused(string sql)
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        await db.Awaiting(it => it.Run(
            () =>
            {
                it.Write(sql, new { name = "x" });
                return Task.FromResult(0);
            },
            CancellationToken.None)).Should().ThrowAsync<ArgumentException>().WithMessage("A queued statement must not return rows.*");
    }

    [Fact]
    public async Task Arguments_MayBeDecimals_AndOthersAreNamed()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        (await db.One<decimal>("select @share * 2", new { share = 1.25m }, CancellationToken.None)).Should().Be(2.5m);
        await db.Awaiting(it => it.One<string>("select @letter", new { letter = 'x' }, CancellationToken.None)).Should().ThrowAsync<ArgumentException>().WithMessage("@letter is a Char*");
    }

    [Fact]
    public async Task Run_SendsQueuedWritesWithTheCommitInOneRoundTrip()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await WriteTwo(db, "warm"); // So that no connection is opened in what is counted.
        var said = proxy.Record();

        await WriteTwo(db, "counted");

        said.Count(message => message.EndsRoundTrip).Should().Be(2, "one for the read with its begin, one for the writes with the commit");
        said.Where(message => message.Type is 'E' or 'Q').Select(message => message.Sql!.Split(' ')[0]).Should().Equal("BEGIN", "select", "insert", "insert", "commit");
        (await CountOf("counted-2")).Should().Be(1);
    }

    [Fact]
    public async Task Run_SendsQueuedWritesWithTheNextReadInOneRoundTrip()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await WriteTwo(db, "warm");
        var said = proxy.Record();

        var (seen, renamed) = await db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "in front" });
                var seen = await db.One<int>(Count, new { name = "in front" }, CancellationToken.None);
                db.Write(Insert, new { name = "in front, too" });
                db.Write(Insert, new { name = "in front, once more" });
                return (seen, await db.Execute(Rename, new { name = "in front", other = "renamed" }, CancellationToken.None));
            },
            CancellationToken.None);

        said.Count(message => message.EndsRoundTrip).Should().Be(3, "each of both has its writes in front, and then comes the commit");
        (seen, renamed).Should().Be((1, 1), "a read sees what was written, and of the rows touched only its own are counted");
        (await CountOf("renamed")).Should().Be(1);
    }

    [Fact]
    public async Task One_OfASingleValue_IsThatValue()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        (await db.One<string>("select @word", new { word = "a" }, CancellationToken.None)).Should().Be("a");
        (await db.One<string>("select null::text", new { }, CancellationToken.None)).Should().BeNull();
        (await db.One<long>("select 3::bigint", new { }, CancellationToken.None)).Should().Be(3);
        (await db.One<int?>("select null::int", new { }, CancellationToken.None)).Should().BeNull();
        (await db.One<Guid>("select gen_random_uuid() where false", new { }, CancellationToken.None)).Should().Be(Guid.Empty);
        (await db.Many<(bool Flag, string Word)>("select true, 'b'", new { }, CancellationToken.None)).Should().Equal((true, "b"));
    }

    [Fact]
    public async Task Many_ReadByHand_KnowsOurTypesAndTheirNulls()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var rows = await db.Many(
            "select 'pending', null::text, timestamptz '2026-11-22T09:05:33.571Z', null::timestamptz, '{\"a\": \"☕\"}'::json, null::json",
            new { },
            row => (
                Word: row.Word<ApprovalStatus>(0), NoWord: row.WordOrNull<ApprovalStatus>(1), NoText: row.TextOrNull(1),
                Time: row.Instant(2), NoTime: row.InstantOrNull(3), Media: Encoding.UTF8.GetString(row.MediaOrNull(4)!.Json), NoMedia: row.MediaOrNull(5)),
            CancellationToken.None);

        var time = Instant.FromUtc(2026, 11, 22, 9, 5, 33) + Duration.FromMilliseconds(571);
        rows.Should().Equal((ApprovalStatus.Pending, null, null, time, null, """{"a": "☕"}""", null));
    }

    [Fact]
    public async Task Run_WithoutWrites_CommitsAllTheSame()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var said = proxy.Record();

        await db.Run(() => db.One<int>(Count, new { name = "x" }, CancellationToken.None), CancellationToken.None);

        said.Last(message => message.Sql is not null).IsCommit.Should().BeTrue();
    }

    [Fact]
    public async Task Run_WithCountedUpdatesInFrontOfARead_ReadsTheRowsOfTheReadAlone()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var counted = await db.Run(
            async () =>
            {
                db.Write(Insert, new { name = "one" });
                db.Update(Rename, new { name = "one", other = "two" });
                db.Update(Rename, new { name = "two", other = "three" });
                var seen = await db.One<int>("select 40 + count(*)::int from server_secrets where name = @name", new { name = "three" }, CancellationToken.None);
                db.Update(Rename, new { name = "three", other = "four" });
                return (seen, await db.Execute(Rename, new { name = "four", other = "five" }, CancellationToken.None));
            },
            CancellationToken.None);

        counted.Should().Be((41, 1));
        (await CountOf("five")).Should().Be(1);
    }

    [Fact]
    public async Task Run_InsideARun_Throws()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var run = () => db.Run(() => db.Run(() => Task.FromResult(true), CancellationToken.None), CancellationToken.None);

        await run.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Write_OutsideARun_Throws()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        db.Invoking(outside => outside.Write(Insert, new { name = "outside" })).Should().Throw<InvalidOperationException>();
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
