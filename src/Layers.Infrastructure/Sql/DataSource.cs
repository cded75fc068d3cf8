using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>The connection pool that serves requests.</summary>
public static class DataSource
{
    private const int ConnectionsPerCore = 4;
    private const int FewestConnections = 16;
    private const int Listening = 1;
    private const int PatienceForAConnectionSeconds = 5;
    private const int LongestStatementSeconds = 30;
    private const int PatienceForAnAnswerSeconds = LongestStatementSeconds + 2;
    private const int SilenceSeconds = 30;

    // Our statements walk an index in its order and stop when they have enough. At the cost that PostgreSQL gives to turning disks, it would rather
    // read all that fits and sort it.
    private static readonly string Options =
        $"-c role={Migrator.ApplicationRole} -c lock_timeout=10s -c statement_timeout={LongestStatementSeconds}s -c idle_in_transaction_session_timeout=60s -c jit=off -c random_page_cost=1.1";

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
            // For a connection of the pool, and for making one.
            Timeout = given.ShouldSerialize("Timeout") ? given.Timeout : PatienceForAConnectionSeconds,
            // PostgreSQL ends a statement that takes too long; this is for one that does not even do that.
            CommandTimeout = given.ShouldSerialize("Command Timeout") ? given.CommandTimeout : PatienceForAnAnswerSeconds,
            // An idle connection says something from time to time: one that nobody answers any more is noticed and replaced.
            KeepAlive = given.ShouldSerialize("Keepalive") ? given.KeepAlive : SilenceSeconds,
            Options = $"{Options} {given.Options}".TrimEnd(),
        };
        // Metrics and spans would otherwise name the pool by its connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = settings.ApplicationName }.Build();
    }
}
