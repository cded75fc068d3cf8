using Layers.Infrastructure;
using Dapper;
using Layers.Domain.Keys;
using Layers.Infrastructure.LocalPostgres;
using Layers.Infrastructure.Sql;
using NodaTime;
using Npgsql;

namespace Layers.Load;

/// <summary>
/// The data of a size, made once by the product's own migrations and <c>data.sql</c>, kept as a database that nobody writes to, and copied for each
/// contender. The same number makes the same rows.
/// </summary>
internal sealed class DataSet(LocalPostgresServer postgres, long rows)
{
    private const int RowsAtOnce = 100_000;

    private string Name => $"containers_{rows}";

    /// <summary>Makes the data unless this machine has it already from the same schema.</summary>
    public async Task Make(CancellationToken cancellationToken)
    {
        await using var server = await Open(LocalPostgresOptions.Database);
        if (await IsMade(server))
            return;
        await server.ExecuteAsync($"drop database if exists {Name} with (force)");
        await server.ExecuteAsync($"create database {Name}");
        await Fill(cancellationToken);
        await server.ExecuteAsync($"comment on database {Name} is '{SchemaOf()}'");
    }

    /// <summary>A fresh copy.</summary>
    public async Task<DataCopy> Copy(string name)
    {
        NpgsqlConnection.ClearAllPools();
        var database = $"of_{name}";
        await using var server = await Open(LocalPostgresOptions.Database);
        await server.ExecuteAsync($"drop database if exists {database} with (force)", commandTimeout: 0);
        await server.ExecuteAsync($"create database {database} template {Name} strategy file_copy", commandTimeout: 0);
        return await DataCopy.Of(name, ConnectionString(database));
    }

    /// <summary>A name for all of the migrations and of the data's own script: data that others made is made anew.</summary>
    private static string SchemaOf()
    {
        var migrations = typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Max();
        return $"{migrations} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Script)))[..16]}";
    }

    private static string Script
    {
        get
        {
            using var reader = new StreamReader(typeof(DataSet).Assembly.GetManifestResourceStream("data.sql")!);
            return reader.ReadToEnd();
        }
    }

    private async Task<bool> IsMade(NpgsqlConnection server)
    {
        var comment = await server.ExecuteScalarAsync<string?>("select shobj_description(oid, 'pg_database') from pg_database where datname = @Name", new { Name });
        return comment == SchemaOf();
    }

    private async Task Fill(CancellationToken cancellationToken)
    {
        await new Migrator(SystemClock.Instance, [PostgresExtension.Schema]).Migrate(ConnectionString(Name), cancellationToken);
        await using var connection = await Open(Name);
        await connection.ExecuteAsync(Script, commandTimeout: 0);
        await MakeKeys(connection);

        var indexes = (await connection.QueryAsync<(string Name, string Sql)>(
            "select indexname, indexdef from pg_indexes where tablename = 'containers' and indexname <> 'containers_pkey'")).ToList();
        foreach (var index in indexes)
            await connection.ExecuteAsync($"drop index {index.Name}");
        await Parallel.ForEachAsync(Chunks(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, FillChunk);
        foreach (var index in indexes)
            await connection.ExecuteAsync(index.Sql, commandTimeout: 0);
        await connection.ExecuteAsync("vacuum (freeze, analyze)", commandTimeout: 0);
        await connection.ExecuteAsync("checkpoint", commandTimeout: 0, commandType: System.Data.CommandType.Text);
    }

    private IEnumerable<long> Chunks()
    {
        for (var first = 1L; first <= rows; first += RowsAtOnce)
            yield return first;
    }

    private async ValueTask FillChunk(long first, CancellationToken cancellationToken)
    {
        await using var connection = await Open(Name);
        // The rows are right by construction; asking for each of them whether its project is there takes longer than making it.
        await connection.ExecuteAsync("set session_replication_role = replica");
        await connection.ExecuteAsync(new CommandDefinition(
            "call bench.fill(@first, @last, @rows)", new { first, last = Math.Min(first + RowsAtOnce - 1, rows), rows }, commandTimeout: 0, cancellationToken: cancellationToken));
    }

    private static async Task MakeKeys(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync("create table bench.keys (organization_id uuid primary key, text text not null)");
        foreach (var organization in await connection.QueryAsync<Guid>("select organization_id from organizations"))
        {
            var key = KeyText.Make(OrganizationEnvironment.Live);
            await connection.ExecuteAsync(
                """
                insert into api_keys (api_key_id, organization_id, key_id, secret_hash, name, scopes, tier, actor_type, created_at)
                values (gen_random_uuid(), @organization, @KeyId, @SecretHash, 'bench', '{*}', 'internal', 'service', now());
                insert into bench.keys values (@organization, @text)
                """,
                new { organization, key.KeyId, key.SecretHash, text = key.Reveal() });
        }
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = database }.ConnectionString;

    private async Task<NpgsqlConnection> Open(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
