using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Layers.Domain;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// Brings a database to this program's schema: numbered, forward-only SQL, each file in a transaction of its own. An advisory lock lets
/// several nodes start at once; the first migrates, the others find nothing to do.
/// </summary>
public sealed class Migrator(IClock clock)
{
    /// <summary>The role that serves requests: it may not change an audit row. Migrations run as the connection's own user.</summary>
    public const string ApplicationRole = "layers_app";

    /// <summary>The last of this program's migrations.</summary>
    internal static readonly string Newest = All().Last().Name;

    private const long LockKey = 5_494_271_960_114_007_141;

    static Migrator() => SqlTypes.Register();

    /// <summary>Answers the migrations that were applied by this call.</summary>
    public async Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken)
    {
        // Unpooled: the lock belongs to this connection and ends with it, whatever happens. Without a timeout: a large table takes its time, so does
        // waiting for the node that migrates it.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "layers-migrator" };
        // To ask PostgreSQL for its types costs more than all the rest, and only built-in ones are read here.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false));
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync("select pg_advisory_lock(@LockKey)", new { LockKey });

        var applied = await ReadApplied(connection);
        var pending = All().Where(migration => !IsApplied(migration, applied)).ToList();
        foreach (var migration in pending)
            await Apply(connection, migration, cancellationToken);

        // Whether or not anything was pending: a database may have come here without its roles.
        if (!await IsGranted(connection))
            await connection.ExecuteAsync(Grants);
        return [.. pending.Select(migration => migration.Name)];
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
        await connection.ExecuteAsync(
            "insert into schema_migrations (name, checksum, applied_at) values (@Name, @Checksum, @AppliedAt)",
            new { migration.Name, migration.Checksum, AppliedAt = clock.Now() },
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private const string SelectRoleExists = $"select exists (select from pg_roles where rolname = '{ApplicationRole}')";

    // The grants are one statement after the other in one transaction, and this privilege is the last of them.
    private const string SelectIsGranted =
        $"""
         select has_table_privilege('{ApplicationRole}', 'schema_migrations', 'select')
           and pg_has_role(current_user, '{ApplicationRole}', 'member')
         """;

    private static async Task<bool> IsGranted(NpgsqlConnection connection) =>
        await connection.ExecuteScalarAsync<bool>(SelectRoleExists) && await connection.ExecuteScalarAsync<bool>(SelectIsGranted);

    private static IEnumerable<Migration> All() =>
        from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.EndsWith(".sql", StringComparison.Ordinal)
        orderby resource
        select Read(resource);

    private static Migration Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        var sql = reader.ReadToEnd();
        var name = resource.Split('.')[^2];
        return new Migration(name, sql, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

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

    private sealed record Migration(string Name, string Sql, string Checksum);
}

/// <summary>The database's schema is not one that this program can go on from.</summary>
public sealed class MigrationException(string message) : Exception(message);
