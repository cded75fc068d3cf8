using Dapper;
using Layers.Application.Seams;
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

    /// <summary>The schema that this program keeps everything in; extensions have schemas of their own.</summary>
    public const string OwnSchema = "public";

    private const long LockKey = 5_494_271_960_114_007_141;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IClock clock;
    private readonly IReadOnlyList<Migration> migrations;

    static Migrator() => SqlTypes.Register();

    /// <param name="clock">For when a migration was applied.</param>
    /// <param name="sources">In this order.</param>
    public Migrator(IClock clock, IEnumerable<MigrationSource> sources)
        : this(clock, Migration.All(sources))
    {
    }

    internal Migrator(IClock clock, IReadOnlyList<Migration> migrations) => (this.clock, this.migrations) = (clock, migrations);

    /// <summary>Returns the migrations that this call applied.</summary>
    public async Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken)
    {
        // Unpooled: the lock belongs to this connection and ends with it, whatever happens. Without a timeout, since a large table takes its time.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "layers-migrator" };
        builder.UseNodaTime();
        // To ask PostgreSQL for its types costs more than all the rest, and only built-in ones are read here.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false));
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await TakeLock(connection, cancellationToken);

        var applied = new List<string>();
        foreach (var schema in migrations.GroupBy(migration => migration.Schema, StringComparer.Ordinal))
            applied.AddRange(await Migrate(connection, new MigratedSchema(schema.Key), [.. schema], cancellationToken));
        return applied;
    }

    private async Task<IReadOnlyList<string>> Migrate(
        NpgsqlConnection connection, MigratedSchema schema, IReadOnlyList<Migration> wanted, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(schema.Enter);
        var applied = await ReadApplied(connection, schema);
        var pending = wanted.Where(migration => !IsApplied(migration, applied)).ToList();
        foreach (var migration in pending)
            await (migration.IsConcurrent ? ApplyConcurrently(connection, migration, cancellationToken) : Apply(connection, schema, migration, cancellationToken));

        // Whether or not anything was pending: a database may have come here without its roles.
        if (!await IsGranted(connection, schema))
            await connection.ExecuteAsync(schema.Grants);
        return [.. pending.Select(migration => migration.FullName)];
    }

    // Polls instead of waiting in pg_advisory_lock: a statement that waits holds a snapshot, and a concurrent build waits until every older snapshot
    // is gone, so that the node that builds and the node that waits would deadlock.
    private static async Task TakeLock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@LockKey)", new { LockKey }))
            await Task.Delay(Pause, cancellationToken);
    }

    private static async Task<Dictionary<string, string>> ReadApplied(NpgsqlConnection connection, MigratedSchema schema)
    {
        if (await connection.ExecuteScalarAsync<string?>($"select to_regclass('{schema.Name}.schema_migrations')::text") is null)
            await connection.ExecuteAsync("create table schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null)");
        var rows = await connection.QueryAsync<(string Name, string Checksum)>("select name, checksum from schema_migrations");
        return rows.ToDictionary(row => row.Name, row => row.Checksum, StringComparer.Ordinal);
    }

    private static bool IsApplied(Migration migration, Dictionary<string, string> applied)
    {
        if (!applied.TryGetValue(migration.Name, out var checksum))
            return false;
        if (checksum != migration.Checksum)
            throw new MigrationException($"Migration {migration.FullName} was changed after it had been applied to this database.");
        return true;
    }

    private async Task Apply(NpgsqlConnection connection, MigratedSchema schema, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(migration.Sql, transaction: transaction);
        await connection.ExecuteAsync(schema.Grants, transaction: transaction);
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

    private static async Task<bool> IsGranted(NpgsqlConnection connection, MigratedSchema schema) =>
        await connection.ExecuteScalarAsync<bool>(SelectRoleExists) && await connection.ExecuteScalarAsync<bool>(schema.SelectIsGranted);
}
