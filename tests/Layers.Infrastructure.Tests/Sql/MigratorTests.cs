using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class MigratorTests
{
    private static readonly Migrator Migrator = new(StoppedClock.Create(), [PostgresExtension.Schema]);

    [Fact]
    public async Task Migrate_OfASchemaWithAWordOfSql_LetsTheServerUseItsSequences()
    {
        await using var database = await ApiServer.NewDatabase();
        var orders = new Migration("order", "0001_orders", "create table orders (id serial, name text)");

        (await new Migrator(SystemClock.Instance, (IReadOnlyList<Migration>)[orders]).Migrate(database.ConnectionString, CancellationToken.None)).Should().Equal("order.0001_orders");

        await database.Execute($"set role {Migrator.ApplicationRole}; insert into \"order\".orders (name) values ('First.')");
    }

    [Fact]
    public async Task Migrate_EightTimesAtOnce_AppliesEachOnce()
    {
        await using var database = await MigratedDatabases.Empty();

        var applied = await Crowd.Of(8, _ => Migrator.Migrate(database.ConnectionString, CancellationToken.None));

        applied.Where(names => names.Count > 0).Should().ContainSingle().Which.Should().Equal(await Applied(database));
        (await Applied(database)).Should().StartWith("0001_foundation").And.BeInAscendingOrder();
    }

    [Fact]
    public async Task Migrate_Again_DoesNothing()
    {
        await using var database = await ApiServer.NewDatabase();
        var before = await DatabaseDigest.Take(database);

        (await Migrator.Migrate(database.ConnectionString, CancellationToken.None)).Should().BeEmpty();

        (await DatabaseDigest.Take(database)).Should().Equal(before);
    }

    [Fact]
    public async Task Migrate_WhenAnAppliedMigrationWasChanged_Refuses()
    {
        await using var database = await ApiServer.NewDatabase();
        await database.Execute("update schema_migrations set checksum = 'of an older text' where name = '0001_foundation'");

        var migrate = () => Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        (await migrate.Should().ThrowAsync<MigrationException>()).Which.Message.Should().Contain("0001_foundation");
    }

    [Fact]
    public async Task Migrate_WhenAStatementFails_LeavesNothingOfThatMigration()
    {
        await using var database = await MigratedDatabases.Empty();
        await database.Execute("create table idempotency_keys (in_the_way int)");

        var migrate = () => Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        (await migrate.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.DuplicateTable);
        (await Tables(database)).Should().Be("idempotency_keys,schema_migrations");
        (await Applied(database)).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrate_CutOffAtEveryStatementInTurn_IsThereMigrationByMigration()
    {
        await using var database = await MigratedDatabases.Empty();
        await using var proxy = new PostgresProxy(database);
        var schemaAfter = new Dictionary<string, string?> { [""] = await Schema(database) };
        var cuts = 0;
        for (var (point, isCut) = (1, true); isCut; point++)
        {
            (isCut, cuts) = (await CutOff(proxy, point), cuts + 1);
            var applied = await Applied(database);
            if (schemaAfter.TryAdd(string.Join(',', applied), await Schema(database)))
                point = 0; // On to the next migration.
            if (Migration.All([PostgresExtension.Schema]).FirstOrDefault(migration => !applied.Contains(migration.Name)) is { IsConcurrent: true })
                continue; // It is there index by index.
            (await Schema(database)).Should().Be(schemaAfter[string.Join(',', applied)], "a migration is there whole, with its grants, or not at all");
        }

        await using var whole = await ApiServer.NewDatabase();
        (await Schema(database)).Should().Be(await Schema(whole));
        cuts.Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task Migrate_CutOffAfterALaterMigration_StillGrantsItsTables()
    {
        await using var database = await MigratedDatabases.Empty();
        await using var proxy = new PostgresProxy(database);
        var commits = 0;
        var transactions = Migration.All([PostgresExtension.Schema]).Count(migration => !migration.IsConcurrent);
        proxy.Judge(message => commits == transactions ? Fate.Cut : Count(message));
        var migrate = () => Migrator.Migrate(proxy.ConnectionString, CancellationToken.None);
        await migrate.Invoking(run => run()).Should().ThrowAsync<NpgsqlException>();
        await proxy.Settled();
        // As after an upgrade: an earlier version had granted what there was.
        await database.Execute($"grant select on schema_migrations to {Migrator.ApplicationRole}");

        await Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        await using var source = DataSource.Build(database.ConnectionString);
        await using var command = source.CreateCommand("select count(*) from containers");
        (await command.ExecuteScalarAsync()).Should().Be(0L);

        Fate Count(FrontendMessage message)
        {
            if (message.IsCommit)
                commits++;
            return Fate.Pass;
        }
    }

    private static async Task<bool> CutOff(PostgresProxy proxy, int point)
    {
        var statements = 0;
        proxy.Judge(message => message.Type is 'Q' or 'E' && Interlocked.Increment(ref statements) >= point ? Fate.Cut : Fate.Pass);
        try
        {
            await Migrator.Migrate(proxy.ConnectionString, CancellationToken.None);
            return false;
        }
        catch (NpgsqlException)
        {
            await proxy.Settled();
            return true;
        }
    }

    private static async Task<IReadOnlyList<string>> Applied(TestDatabase database) =>
        await database.Value<bool>("select to_regclass('schema_migrations') is not null")
            ? (await database.Value<string[]>("select coalesce(array_agg(name order by name), '{}') from schema_migrations"))!
            : [];

    private static Task<string?> Tables(TestDatabase database) =>
        database.Value<string>("select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = 'public'");

    /// <summary>Tables with their columns, constraints, indexes and grants.</summary>
    private static Task<string?> Schema(TestDatabase database) =>
        database.Value<string>(
            """
            select string_agg(line, E'\n' order by line) from (
              select format('%s %s %s %s', table_name, column_name, data_type, is_nullable) from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
              union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> coalesce(to_regclass('schema_migrations'), 0)
              union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations'
              union all select format('%s %s %s', table_name, grantee, privilege_type) from information_schema.role_table_grants where table_schema = 'public' and table_name <> 'schema_migrations'
            ) lines (line)
            """);
}
