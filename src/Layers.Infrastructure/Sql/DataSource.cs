using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>The connection pool that serves requests.</summary>
public static class DataSource
{
    private const int ConnectionsPerCore = 4;
    private const int FewestConnections = 8;
    private const int Listening = 1;

    /// <summary>
    /// As the application role, with statements prepared, with bounded waits. What the connection string says itself is kept.
    /// </summary>
    public static NpgsqlDataSource Build(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName ?? "layers",
            MaxAutoPrepare = given.ShouldSerialize("Max Auto Prepare") ? given.MaxAutoPrepare : 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = given.ShouldSerialize("Maximum Pool Size") ? given.MaxPoolSize : Math.Max(FewestConnections, ConnectionsPerCore * Environment.ProcessorCount) + Listening,
            Options = $"-c role={Migrator.ApplicationRole} -c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c jit=off {given.Options}".TrimEnd(),
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
