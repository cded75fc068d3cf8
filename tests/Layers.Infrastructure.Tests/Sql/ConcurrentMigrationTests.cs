using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class ConcurrentMigrationTests
{
    private const string Text =
        """
        -- concurrently
        -- A comment; it ends in a semicolon;
        create index concurrently if not exists shelves_by_name on shelves (name);
        create index concurrently if not exists books_by_title on books (title) -- in the order of the list
          where title <> '';
        """;

    private static readonly Migrator Migrator = With(Text);

    [Fact]
    public async Task Migrate_WhileAnIndexIsBuilt_LetsOthersWrite()
    {
        await using var database = await Library();
        await using var earlier = await Writer(database);
        var migrating = Migrate(database);
        await database.UntilWaiting(1);

        await using var later = await database.Connect();
        await later.Run("set lock_timeout = '1s'");
        await later.Run("insert into books values ('Persuasion')");

        await earlier.Run("commit");
        (await migrating.InTime()).Should().Equal("0900_indexes");
        (await Indexes(database)).Should().Be("books_by_title valid, shelves_by_name valid");
        (await database.Value<long>("select count(*) from books")).Should().Be(2);
    }

    [Fact]
    public async Task Migrate_AfterABuildWasKilled_BuildsTheIndexAgain()
    {
        await using var database = await Library();
        await using var writer = await Writer(database);
        var migrating = Migrate(database);
        await database.UntilWaiting(1);
        await database.End((await database.Waiting()).Single());
        await migrating.Invoking(run => run).Should().ThrowAsync<PostgresException>();
        (await Indexes(database)).Should().Be("books_by_title invalid, shelves_by_name valid");
        (await Applied(database)).Should().Be(0);

        await writer.Run("commit");
        (await Migrate(database)).Should().Equal("0900_indexes");

        (await Indexes(database)).Should().Be("books_by_title valid, shelves_by_name valid");
        (await Migrate(database)).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrate_EightTimesAtOnce_BuildsOnce()
    {
        await using var database = await Library();
        await using var writer = await Writer(database);
        var migrating = Crowd.Of(8, _ => Migrate(database));
        await database.UntilWaiting(1);
        await writer.Run("commit");

        var applied = await migrating.InTime();

        applied.Where(names => names.Count > 0).Should().ContainSingle();
        (await Indexes(database)).Should().Be("books_by_title valid, shelves_by_name valid");
    }

    [Fact]
    public async Task Migrate_WhenAnIndexIsDropped_DropsIt()
    {
        await using var database = await Library();
        await Migrate(database);

        var drop = new Migration("public", "0901_drop", "-- concurrently\ndrop index concurrently if exists books_by_title;");
        await new Migrator(StoppedClock.Create(), [drop]).Migrate(database.ConnectionString, CancellationToken.None);

        (await Indexes(database)).Should().Be("shelves_by_name valid");
    }

    [Theory]
    [InlineData("create index concurrently books_by_title on books (title);")]
    [InlineData("create index if not exists books_by_title on books (title);")]
    [InlineData("drop index concurrently books_by_title;")]
    [InlineData("create index concurrently if not exists books_by_title on books (title);\nupdate books set title = '';")]
    public async Task Migrate_WithAStatementThatCannotBeRepeated_RefusesBeforeAnyRuns(string statements)
    {
        await using var database = await Library();

        var migrate = () => With($"-- concurrently\n{statements}").Migrate(database.ConnectionString, CancellationToken.None);

        (await migrate.Should().ThrowAsync<MigrationException>()).Which.Message.Should().Contain("0900_indexes");
        (await Indexes(database)).Should().BeNull();
        (await Applied(database)).Should().Be(0);
    }

    [Fact]
    public void TheProgramsConcurrentMigrations_CanBeRepeated()
    {
        foreach (var migration in Migration.All([PostgresExtension.Schema]).Where(migration => migration.IsConcurrent))
            migration.Invoking(it => it.ConcurrentStatements()).Should().NotThrow();
    }

    private static Migrator With(string text) => new(StoppedClock.Create(), [new Migration("public", "0900_indexes", text)]);

    private static Task<IReadOnlyList<string>> Migrate(TestDatabase database) => Migrator.Migrate(database.ConnectionString, CancellationToken.None);

    private static async Task<TestDatabase> Library()
    {
        var database = await (await TestCluster.Shared).CreateDatabase("template0");
        await using var connection = await database.Connect();
        await connection.Run("create table shelves (name text); create table books (title text); create table audit_log (); insert into books values ('Emma')");
        return database;
    }

    /// <summary>A transaction that has written to the second table, so that the build of its index waits.</summary>
    private static async Task<NpgsqlConnection> Writer(TestDatabase database)
    {
        var connection = await database.Connect();
        await connection.Run("begin");
        await connection.Run("update books set title = 'Emma'");
        return connection;
    }

    private static async Task<long> Applied(TestDatabase database) => await database.Value<long>("select count(*) from schema_migrations");

    private static Task<string?> Indexes(TestDatabase database) =>
        database.Value<string>(
            """
            select string_agg(indexrelid::regclass || case when indisvalid then ' valid' else ' invalid' end, ', ' order by indexrelid::regclass::text)
            from pg_index where indrelid in ('shelves'::regclass, 'books'::regclass)
            """);
}
