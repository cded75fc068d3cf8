using Layers.Infrastructure.LocalPostgres;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.LocalPostgres;

/// <summary>A data directory for tests, with PostgreSQL removed from it at the end.</summary>
public sealed class Scratch : IAsyncLifetime, IAsyncDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "layers-scratch-" + Guid.NewGuid().ToString("N")[..12]);

    public string Below { get; init; } = "";

    private int watched;

    public string Root => root;

    public LocalPostgresOptions Options => new(Path.Combine(root, Below))
    {
        Settings = new Dictionary<string, string>
        {
            ["fsync"] = "off", ["shared_buffers"] = "16MB",
        },
    };

    public async Task<LocalPostgresServer> Start()
    {
        var server = await LocalPostgresServer.Start(Options, CancellationToken.None);
        if (Interlocked.Exchange(ref watched, 1) == 0)
            Watchdog.Start(server.DataDirectory);
        return server;
    }

    public static async Task<T?> Query<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T answer ? answer : default;
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await LocalPostgresServer.Remove(Options, CancellationToken.None);
        }
        catch (LocalPostgresException)
        {
            // The test was about a directory or binaries that are of no use.
        }

        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }
}

/// <summary>A test of what only root can do: run PostgreSQL as somebody else.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "Not root.";
    }
}
