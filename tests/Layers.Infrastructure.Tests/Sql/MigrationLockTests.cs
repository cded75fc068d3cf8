using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>Servers go on reading and writing while a database is migrated, so no table is shut for as long as it takes to read it.</summary>
public sealed class MigrationLockTests
{
    /// <summary>The first releases had no such rule; databases that have their migrations exist.</summary>
    private const string LastWithoutTheRule = "0025_suspended_organizations";

    private static readonly IReadOnlyList<Migration> Migrations = Migration.All([PostgresExtension.Schema]);

    // A validation and the build of an index count as scans. What the transaction made itself, nobody waits for.
    private const string SelectReadWhileShut =
        """
        select coalesce(string_agg(s.relname, ', ' order by s.relname), '')
        from pg_stat_xact_user_tables s
        where s.seq_scan + coalesce(s.idx_scan, 0) > 0 and s.relid::bigint = any(@before) and exists (
          select from pg_locks l
          where l.relation = s.relid and l.pid = pg_backend_pid()
            and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
        """;

    [Fact]
    public async Task EachMigration_ReadsNoTableThatItShuts()
    {
        await using var database = await (await TestCluster.Shared).CreateDatabase("template0");
        var faults = new List<string>();
        for (var count = 1; count <= Migrations.Count; count++)
        {
            var migration = Migrations[count - 1];
            if (!migration.IsConcurrent && string.CompareOrdinal(migration.Name, LastWithoutTheRule) > 0 && await ReadWhileShut(database, migration.Sql) is { Length: > 0 } tables)
                faults.Add($"{migration.Name}: {tables}");
            await new Migrator(StoppedClock.Create(), [.. Migrations.Take(count)]).Migrate(database.ConnectionString, CancellationToken.None);
        }

        faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("alter table books add constraint titled check (title <> '')", "books")]
    [InlineData("alter table books add constraint titled check (title <> '') not valid", "")]
    [InlineData("alter table books add column pages int check (pages > 0)", "books")]
    [InlineData("alter table books add column pages int not null default 1", "")]
    [InlineData("create index on books (title)", "books")]
    [InlineData("alter table books add column pages int; update books set pages = 1", "books")]
    [InlineData("update books set title = ''", "")]
    [InlineData("create table shelves (name text); insert into shelves select title from books; create index on shelves (name)", "")]
    public async Task ReadWhileShut_NamesTheTable(string sql, string expected)
    {
        await using var database = await (await TestCluster.Shared).CreateDatabase("template0");
        await using var connection = await database.Connect();
        await connection.Run("create table books (title text)");

        (await ReadWhileShut(database, sql)).Should().Be(expected);
    }

    private static async Task<string> ReadWhileShut(TestDatabase database, string sql)
    {
        await using var connection = await database.Connect();
        await connection.Run("set track_counts to on");
        var before = await Scalar<long[]>(connection, "select coalesce(array_agg(oid::bigint), '{}') from pg_class where relkind = 'r'");
        await connection.Run("begin");
        await connection.Run(sql);
        return await Scalar<string>(connection, SelectReadWhileShut, new NpgsqlParameter<long[]>("before", before));
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
