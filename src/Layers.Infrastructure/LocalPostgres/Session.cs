using System.Security.Cryptography;
using Npgsql;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>The few things said to the cluster itself, over short connections that no pool keeps.</summary>
internal static class Session
{
    private const string DatabaseExists = "select exists (select from pg_database where datname = $1)";
    private const string CreateDatabase = $"create database {LocalPostgresOptions.Database}";

    public static string ConnectionString(Postmaster postmaster) => Settings(postmaster).ConnectionString;

    public static async Task<bool> Answers(Postmaster postmaster, CancellationToken ct)
    {
        try
        {
            await using var connection = await Open(postmaster, ct);
            return true;
        }
        catch (PostgresException e)
        {
            return e.SqlState != PostgresErrorCodes.CannotConnectNow;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public static async Task EnsureDatabase(Postmaster postmaster, CancellationToken ct)
    {
        await using var connection = await Open(postmaster, ct);
        await using var exists = new NpgsqlCommand(DatabaseExists, connection) { Parameters = { new() { Value = LocalPostgresOptions.Database } } };
        if (await exists.ExecuteScalarAsync(ct) is true)
            return;
        await using var create = new NpgsqlCommand(CreateDatabase, connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes the password on first use. Returns the connection string over TCP.</summary>
    public static async Task<string> OpenTcp(Postmaster postmaster, ClusterHome home, CancellationToken ct)
    {
        if (!File.Exists(home.Password))
        {
            // The file comes last: if we die in between, the next one makes another password.
            var made = RandomNumberGenerator.GetHexString(32, lowercase: true);
            await using var connection = await Open(postmaster, ct);
            await using var alter = new NpgsqlCommand($"alter role {LocalPostgresOptions.Role} password '{made}'", connection);
            await alter.ExecuteNonQueryAsync(ct);
            await Unix.PrivateFile(home.Password, made, home.User, ct);
        }
        var settings = Settings(postmaster);
        settings.Host = "127.0.0.1";
        settings.Password = await File.ReadAllTextAsync(home.Password, ct);
        return settings.ConnectionString;
    }

    private static async Task<NpgsqlConnection> Open(Postmaster postmaster, CancellationToken ct)
    {
        var settings = Settings(postmaster);
        settings.Database = "postgres";
        settings.Pooling = false;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(Postmaster postmaster) => new()
    {
        Host = postmaster.SocketDirectory,
        Port = postmaster.Port,
        Username = LocalPostgresOptions.Role,
        Database = LocalPostgresOptions.Database,
        // Otherwise looked for in the home directory of the user that runs us.
        Passfile = "/dev/null",
    };
}
