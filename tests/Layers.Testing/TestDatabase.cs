using Npgsql;

namespace Layers.Testing;

/// <summary>A database for one test class; disposing it drops it, whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestCluster cluster;

    internal TestDatabase(TestCluster cluster, string name, string connectionString, string tcpConnectionString)
    {
        this.cluster = cluster;
        Name = name;
        ConnectionString = connectionString;
        TcpConnectionString = tcpConnectionString;
    }

    public string Name { get; }

    /// <summary>Over the Unix socket.</summary>
    public string ConnectionString { get; }

    /// <summary>Over 127.0.0.1, for tests that put something in between.</summary>
    public string TcpConnectionString { get; }

    /// <summary>Runs a statement past the server, for states that no endpoint makes, and answers its first value.</summary>
    public async Task<object?> Run(string sql, params object[] arguments)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in new[] { ConnectionString, TcpConnectionString })
        {
            await using var pooled = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(pooled);
        }

        await cluster.Drop(Name);
    }
}
