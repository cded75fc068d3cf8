using System.Globalization;
using Layers.Infrastructure.LocalPostgres;
using Npgsql;

namespace Layers.Testing;

/// <summary>
/// A private PostgreSQL for the tests of one process, in a temporary directory, reachable over its Unix socket and over TCP.
/// It goes when the process goes, whichever way that happens.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string Prefix = "layers-test-";
    private const string TemplateName = "migrated";

    private static readonly Lazy<Task<TestCluster>> TheOne = new(Start);

    private readonly LocalPostgresServer server;
    private readonly NpgsqlDataSource admin;
    private readonly Lock making = new();
    private Task? template;
    private int databases;

    private TestCluster(LocalPostgresServer server)
    {
        this.server = server;
        admin = NpgsqlDataSource.Create(To(server.ConnectionString, "postgres"));
    }

    /// <summary>One for the process, started when first asked for.</summary>
    public static Task<TestCluster> Shared => TheOne.Value;

    public string DataDirectory => server.DataDirectory;
    public int ProcessId => server.ProcessId;

    public static async Task<TestCluster> Start()
    {
        await RemoveLeftovers();
        var directory = Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("N")[..12]);
        var started = await LocalPostgresServer.Start(Options(directory), CancellationToken.None);
        Watchdog.Start(started.DataDirectory);
        return new TestCluster(started);
    }

    /// <summary>Makes, once, the database that <see cref="CreateDatabase"/> copies from then on.</summary>
    /// <param name="migrate">Gets the connection string of an empty database.</param>
    public Task Template(Func<string, Task> migrate)
    {
        lock (making)
            return template ??= MakeTemplate(migrate);
    }

    /// <summary>A database of one's own: a copy of <paramref name="template"/>, else of the one <see cref="Template"/> made, else empty.</summary>
    public async Task<TestDatabase> CreateDatabase(string? template = null)
    {
        if (template is null && this.template is { } made)
        {
            await made;
            template = TemplateName;
        }

        var name = "test_" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        // The default strategy (wal_log from 15 on) takes as long as file_copy here, and makes no checkpoint that others wait for.
        await Execute($"create database {name} template {template ?? "template0"}");
        return new TestDatabase(this, name, To(server.ConnectionString, name), To(server.TcpConnectionString!, name));
    }

    /// <summary>A database that nothing serves.</summary>
    public TestDatabase NoDatabase() => new(this, "nowhere", Nowhere("nowhere"), Nowhere("nowhere"));

    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        await server.DisposeAsync();
        await Remove(DataDirectory);
    }

    internal Task Drop(string database) => Execute($"drop database if exists {database} with (force)");

    private static LocalPostgresOptions Options(string directory) => new(directory)
    {
        Tcp = true,
        Settings = new Dictionary<string, string>
        {
            ["fsync"] = "off",
            ["synchronous_commit"] = "off",
            ["full_page_writes"] = "off",
            ["shared_buffers"] = "128MB",
            ["wal_level"] = "minimal",
            ["max_wal_senders"] = "0",
            ["max_wal_size"] = "4GB",
            ["checkpoint_timeout"] = "1h",
            // Plans shall not depend on when it comes by.
            ["autovacuum"] = "off",
        },
    };

    /// <summary>Clusters whose test process and watchdog were killed: nobody holds their lock any more.</summary>
    private static async Task RemoveLeftovers()
    {
        foreach (var directory in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            await Remove(directory);
    }

    private static async Task Remove(string directory)
    {
        try
        {
            await LocalPostgresServer.Remove(Options(directory), CancellationToken.None);
        }
        catch (Exception e) when (e is LocalPostgresException or IOException or UnauthorizedAccessException)
        {
            // Another user's, or being removed by its watchdog or by another test process this moment.
        }
    }

    private async Task MakeTemplate(Func<string, Task> migrate)
    {
        await Execute($"create database {TemplateName} template template0");
        var connectionString = To(server.ConnectionString, TemplateName);
        await migrate(connectionString);
        await using (var migrated = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(migrated);
        // A database with a session in it cannot be copied.
        await Execute($"alter database {TemplateName} with allow_connections false");
        await Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{TemplateName}'");
    }

    private async Task Execute(string sql)
    {
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Nowhere(string database) => $"Host=127.0.0.1;Port=1;Username=nobody;Database={database};Timeout=5";

    // A crowd waits for connections and locks as long as a busy machine takes. The bounds keep the order in which the server has them.
    private static string To(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = database,
            Timeout = 120,
            CommandTimeout = 130,
            Options = "-c lock_timeout=100s -c statement_timeout=120s",
        }.ConnectionString;
}
