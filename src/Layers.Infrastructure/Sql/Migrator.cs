using Dapper;
using Layers.Domain;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// Brings a database to this program's schema: numbered, forward-only SQL, each file in a transaction of its own or, for indexes on tables that
/// are being written, outside one. An advisory lock lets several nodes start at once; the first migrates, the others find nothing to do.
/// </summary>
public sealed class Migrator
{
    /// <summary>The role that serves requests: it may not change an audit row. Migrations run as the connection's own user.</summary>
    public const string ApplicationRole = "layers_app";

    /// <summary>The last of this program's migrations.</summary>
    internal static readonly string Newest = Migration.All()[^1].Name;

    private const long LockKey = 5_494_271_960_114_007_141;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IClock clock;
    private readonly IReadOnlyList<Migration> migrations;

    static Migrator() => SqlTypes.Register();

    public Migrator(IClock clock)
        : this(clock, Migration.All())
    {
    }

    internal Migrator(IClock clock, IReadOnlyList<Migration> migrations) => (this.clock, this.migrations) = (clock, migrations);

    /// <summary>Returns the migrations that this call applied.</summary>
    public async Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken)
    {
        // Unpooled: the lock belongs to this connection and ends with it, whatever happens. Without a timeout, since a large table takes its time.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "layers-migrator" };
        // To ask PostgreSQL for its types costs more than all the rest, and only built-in ones are read here.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false));
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await TakeLock(connection, cancellationToken);

        var applied = await ReadApplied(connection);
        var pending = migrations.Where(migration => !IsApplied(migration, applied)).ToList();
        foreach (var migration in pending)
            await (migration.IsConcurrent ? ApplyConcurrently(connection, migration, cancellationToken) : Apply(connection, migration, cancellationToken));

        // Whether or not anything was pending: a database may have come here without its roles.
        if (!await IsGranted(connection))
            await connection.ExecuteAsync(Grants);
        return [.. pending.Select(migration => migration.Name)];
    }

    // Polls instead of waiting in pg_advisory_lock: a statement that waits holds a snapshot, and a concurrent build waits until every older snapshot
    // is gone, so that the node that builds and the node that waits would deadlock.
    private static async Task TakeLock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@LockKey)", new { LockKey }))
            await Task.Delay(Pause, cancellationToken);
    }

    private static async Task<Dictionary<string, string>> ReadApplied(NpgsqlConnection connection)
    {
        if (await connection.ExecuteScalarAsync<string?>("select to_regclass('schema_migrations')::text") is null)
            await connection.ExecuteAsync("create table schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null)");
        var rows = await connection.QueryAsync<(string Name, string Checksum)>("select name, checksum from schema_migrations");
        return rows.ToDictionary(row => row.Name, row => row.Checksum, StringComparer.Ordinal);
    }

    private static bool IsApplied(Migration migration, Dictionary<string, string> applied)
    {
        if (!applied.TryGetValue(migration.Name, out var checksum))
            return false;
        if (checksum != migration.Checksum)
            throw new MigrationException($"Migration {migration.Name} was changed after it had been applied to this database.");
        return true;
    }

    private async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(migration.Sql, transaction: transaction);
        await connection.ExecuteAsync(Grants, transaction: transaction);
        await RecordApplied(connection, migration, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task ApplyConcurrently(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        foreach (var statement in migration.ConcurrentStatements())
        {
            if (statement.Builds is { } index && await IsInvalid(connection, index))
                await connection.ExecuteAsync($"drop index concurrently {index}");
            await connection.ExecuteAsync(new CommandDefinition(statement.Sql, cancellationToken: cancellationToken));
        }

        await RecordApplied(connection, migration, transaction: null);
    }

    private async Task RecordApplied(NpgsqlConnection connection, Migration migration, NpgsqlTransaction? transaction) =>
        await connection.ExecuteAsync(
            "insert into schema_migrations (name, checksum, applied_at) values (@Name, @Checksum, @AppliedAt)",
            new { migration.Name, migration.Checksum, AppliedAt = clock.Now() },
            transaction);

    private const string SelectIsInvalid = "select exists (select from pg_index where indexrelid = to_regclass(@index) and not indisvalid)";

    // A build that was interrupted leaves an index that is maintained but never used, and that "if not exists" would take for the real one.
    private static Task<bool> IsInvalid(NpgsqlConnection connection, string index) =>
        connection.ExecuteScalarAsync<bool>(SelectIsInvalid, new { index });

    private const string SelectRoleExists = $"select exists (select from pg_roles where rolname = '{ApplicationRole}')";

    // The grants are one statement after the other in one transaction, and this privilege is the last of them.
    private const string SelectIsGranted =
        $"""
         select has_table_privilege('{ApplicationRole}', 'schema_migrations', 'select')
           and pg_has_role(current_user, '{ApplicationRole}', 'member')
         """;

    private static async Task<bool> IsGranted(NpgsqlConnection connection) =>
        await connection.ExecuteScalarAsync<bool>(SelectRoleExists) && await connection.ExecuteScalarAsync<bool>(SelectIsGranted);

    // Roles belong to the whole cluster, so another database's migration may make this one at the same moment.
    private const string Grants =
        $"""
         do $$ begin
           if not exists (select from pg_roles where rolname = '{ApplicationRole}') then
             create role {ApplicationRole} nologin;
           end if;
         exception when duplicate_object or unique_violation then null;
         end $$;
         do $$ begin
           if not pg_has_role(current_user, '{ApplicationRole}', 'member') then
             execute format('grant {ApplicationRole} to %I', current_user);
           end if;
         end $$;
         grant usage on schema public to {ApplicationRole};
         grant select, insert, update, delete on all tables in schema public to {ApplicationRole};
         revoke all on schema_migrations, audit_log from {ApplicationRole};
         grant select, insert on audit_log to {ApplicationRole};
         do $$ begin
           if to_regclass('audit_seals') is not null then
             revoke delete on audit_seals, audit_heads from {ApplicationRole};
           end if;
         end $$;
         grant select on schema_migrations to {ApplicationRole};
         """;
}
