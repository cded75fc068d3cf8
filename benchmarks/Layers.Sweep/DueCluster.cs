using Layers.Api.Composition;
using Layers.Infrastructure.LocalPostgres;
using NodaTime;
using Npgsql;

namespace Layers.Sweep;

/// <summary>A private PostgreSQL with a database of due containers, and copies of it that are alike to the byte.</summary>
internal sealed class DueCluster : IAsyncDisposable
{
    private const string Original = "due";

    private readonly LocalPostgresServer server;
    private readonly LocalPostgresOptions options;
    private int copies;

    private DueCluster(LocalPostgresServer server, LocalPostgresOptions options) => (this.server, this.options) = (server, options);

    public double CpuSeconds => CpuTime.Seconds(server.ProcessId);

    public static async Task<DueCluster> Start(int rows)
    {
        var options = new LocalPostgresOptions(Path.Combine(Path.GetTempPath(), $"layers-sweep-{Guid.NewGuid():N}"))
        {
            // Durable, as in service; but nothing that comes now and then falls into one run and not into another.
            Settings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "1GB", ["max_wal_size"] = "16GB", ["checkpoint_timeout"] = "1h", ["autovacuum"] = "off",
            },
        };
        var cluster = new DueCluster(await LocalPostgresServer.Start(options, CancellationToken.None), options);
        await cluster.Execute(LocalPostgresOptions.Database, $"create database {Original}");
        await new Parts().Migrator(SystemClock.Instance).Migrate(cluster.To(Original), CancellationToken.None);
        await DueData.Fill(cluster.To(Original), rows);
        return cluster;
    }

    /// <summary>Runs something on a copy of its own, whose rows are in memory, as those of a server that was at work are.</summary>
    public async Task<T> OnCopy<T>(Func<string, Task<T>> work)
    {
        var name = $"copy_{++copies}";
        await Execute(LocalPostgresOptions.Database, $"create database {name} template {Original} strategy file_copy");
        try
        {
            await Execute(name, "select count(*) from containers where caption <> ''");
            return await work(To(name));
        }
        finally
        {
            await Execute(LocalPostgresOptions.Database, $"drop database {name} with (force)");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await LocalPostgresServer.Remove(options, CancellationToken.None);
    }

    private string To(string database) => new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    private async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(To(database)) { CommandTimeout = 0 });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
