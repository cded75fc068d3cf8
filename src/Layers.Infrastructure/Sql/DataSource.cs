using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>The connection pools of a node: one serves requests, and a smaller one the work by the clock, so that neither can starve the other.</summary>
public static class DataSource
{
    private const int ConnectionsPerCore = 4;
    private const int FewestConnections = 16;
    private const int WorkersConnectionsPerCore = 2;
    private const int FewestOfWorkers = 8;
    private const int Listening = 1;
    private const int PatienceForAConnectionSeconds = 5;
    private const int PatienceForALockSeconds = 2;
    private const int WorkersPatienceForALockSeconds = 10;
    private const int LongestStatementSeconds = 30;
    private const int PatienceForAnAnswerSeconds = LongestStatementSeconds + 2;
    private const int SilenceSeconds = 30;

    // Our statements walk an index in its order and stop when they have enough. At the cost that PostgreSQL gives to turning disks, it would rather
    // read all that fits and sort it.
    private static readonly string Options =
        $"-c role={Migrator.ApplicationRole} -c statement_timeout={LongestStatementSeconds}s -c idle_in_transaction_session_timeout=60s -c jit=off -c random_page_cost=1.1";

    /// <summary>
    /// The pool that serves requests: as the application role, with statements prepared, with bounded waits. What the connection string says itself is kept.
    /// </summary>
    public static NpgsqlDataSource Build(string connectionString) =>
        Build(connectionString, suffix: "", Pools.Of(connectionString).Requests, PatienceForALockSeconds);

    /// <summary>The pool of workers and of the listener. Nobody waits for their answer, so they are more patient with locks.</summary>
    public static NpgsqlDataSource BuildForWorkers(string connectionString) =>
        Build(connectionString, "-workers", Pools.Of(connectionString).Workers, WorkersPatienceForALockSeconds);

    private static NpgsqlDataSource Build(string connectionString, string suffix, int connections, int patienceForALockSeconds)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var name = $"{given.ApplicationName ?? "layers"}{suffix}";
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            MaxAutoPrepare = given.ShouldSerialize("Max Auto Prepare") ? given.MaxAutoPrepare : 100,
            AutoPrepareMinUsages = given.ShouldSerialize("Auto Prepare Min Usages") ? given.AutoPrepareMinUsages : 2,
            NoResetOnClose = !given.ShouldSerialize("No Reset On Close") || given.NoResetOnClose,
            MaxPoolSize = connections,
            MinPoolSize = Math.Min(given.MinPoolSize, connections),
            // For a connection of the pool, and for making one.
            Timeout = given.ShouldSerialize("Timeout") ? given.Timeout : PatienceForAConnectionSeconds,
            // PostgreSQL ends a statement that takes too long; this is for one that does not even do that.
            CommandTimeout = given.ShouldSerialize("Command Timeout") ? given.CommandTimeout : PatienceForAnAnswerSeconds,
            // An idle connection sends a keepalive from time to time, so that a dead one is noticed and replaced.
            KeepAlive = given.ShouldSerialize("Keepalive") ? given.KeepAlive : SilenceSeconds,
            Options = $"{Options} -c lock_timeout={patienceForALockSeconds}s {given.Options}".TrimEnd(),
        };
        // Metrics and spans would otherwise name the pool by its connection string.
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.UseNodaTime();
        return builder.Build();
    }

    /// <summary>How many connections each pool may have.</summary>
    private sealed record Pools(int Requests, int Workers)
    {
        private const int FewestInAll = 4;

        /// <summary>What the connection string says is the number of both: a third, rounded down, belongs to the workers.</summary>
        public static Pools Of(string connectionString)
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            if (!given.ShouldSerialize("Maximum Pool Size"))
                return new Pools(Of(ConnectionsPerCore, FewestConnections), Of(WorkersConnectionsPerCore, FewestOfWorkers) + Listening);
            var all = Math.Max(FewestInAll, given.MaxPoolSize);
            var workers = Math.Max(1 + Listening, all / 3);
            return new Pools(all - workers, workers);
        }

        private static int Of(int perCore, int fewest) => Math.Max(fewest, perCore * Environment.ProcessorCount);
    }
}
