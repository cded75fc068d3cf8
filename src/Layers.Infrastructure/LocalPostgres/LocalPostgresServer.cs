namespace Layers.Infrastructure.LocalPostgres;

/// <summary>
/// The embedded default: a PostgreSQL of our own, made from the binaries on the machine and reached over a Unix socket.
/// <para>
/// Any number of processes may use one data directory. Each holds a shared lock for as long as it does, and the kernel drops that
/// lock however the process ends; so who finds no other holder when it leaves is the last and stops the cluster, no matter who
/// started it. Joining and leaving are done under a second, exclusive lock, one process at a time. After a kill -9 PostgreSQL
/// runs on, and the next process joins it, and stops it in the end.
/// </para>
/// </summary>
public sealed class LocalPostgresServer : IAsyncDisposable
{
    private readonly ClusterHome home;
    private readonly Cluster cluster;
    private readonly LocalPostgresOptions options;
    private ClusterLock? use;

    private LocalPostgresServer(ClusterHome home, PostgresBinaries binaries, LocalPostgresOptions options)
    {
        this.home = home;
        this.options = options;
        cluster = new Cluster(home, binaries, options);
        Description = Describe(home, binaries, options);
    }

    /// <summary>For Npgsql, over the Unix socket, to the database <c>layers</c>, as its owner.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The same over 127.0.0.1; null without <see cref="LocalPostgresOptions.Tcp"/>.</summary>
    public string? TcpConnectionString { get; private set; }

    /// <summary>One line for the person who started the server.</summary>
    public string Description { get; }

    /// <summary>Where it really is: not where it was asked to be, when root's user for PostgreSQL cannot get there.</summary>
    public string DataDirectory => home.Path;

    public int ProcessId { get; private set; }

    /// <summary>Joins the cluster in the data directory, starting it when it is not running and making it when there is none.</summary>
    /// <exception cref="PostgresNotFoundException">There are no PostgreSQL binaries on this machine.</exception>
    public static async Task<LocalPostgresServer> Start(LocalPostgresOptions options, CancellationToken ct)
    {
        var server = await Open(options, ct);
        using var deciding = await ClusterLock.Exclusive(server.home.DecidingLock, options.Patience, ct);
        try
        {
            await server.Join(ct);
            return server;
        }
        catch
        {
            await server.Leave("fast");
            throw;
        }
    }

    /// <summary>Deletes a cluster with all its data, stopping it first; false when somebody uses it or is about to.</summary>
    public static async Task<bool> Remove(LocalPostgresOptions options, CancellationToken ct)
    {
        var server = await Open(options, ct);
        using var deciding = ClusterLock.TryExclusive(server.home.DecidingLock);
        // Without a users' lock somebody is on the way to his first start, and only waits for the lock that we hold.
        if (deciding is null || !File.Exists(server.home.UsersLock) || !ClusterLock.IsFree(server.home.UsersLock))
            return false;
        await server.Leave("immediate");
        Directory.Delete(server.home.Path, recursive: true);
        return true;
    }

    /// <summary>Stops the cluster unless somebody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (use is null)
            return;
        using var deciding = await ClusterLock.Exclusive(home.DecidingLock, options.Patience, CancellationToken.None);
        await Leave("fast");
    }

    private static async Task<LocalPostgresServer> Open(LocalPostgresOptions options, CancellationToken ct)
    {
        var place = await ClusterHome.Open(options.DataDirectory, ct);
        return new LocalPostgresServer(place, await PostgresBinaries.Find(place.Version, options.BinaryDirectory, ct), options);
    }

    private async Task Join(CancellationToken ct)
    {
        var alone = ClusterLock.IsFree(home.UsersLock);
        use = ClusterLock.TryShared(home.UsersLock) ?? throw new LocalPostgresException($"{home.UsersLock} cannot be locked.");
        var postmaster = await cluster.Run(alone, ct);
        await Session.EnsureDatabase(postmaster, ct);
        ProcessId = postmaster.Pid;
        ConnectionString = Session.ConnectionString(postmaster);
        if (options.Tcp)
            TcpConnectionString = await Session.OpenTcp(postmaster, home, ct);
    }

    /// <summary>The caller holds the deciding lock: nobody joins between the look and the stop.</summary>
    private async Task Leave(string mode)
    {
        use?.Dispose();
        use = null;
        if (ClusterLock.IsFree(home.UsersLock) && Postmaster.Read(home.Cluster)?.IsAlive() == true)
            await cluster.Stop(mode, CancellationToken.None);
    }

    private static string Describe(ClusterHome home, PostgresBinaries binaries, LocalPostgresOptions options)
    {
        var place = home.InsteadOf is null
            ? options.DataDirectory
            : $"{home.Path}, because user {home.User} cannot get to {options.DataDirectory}";
        return $"Using a private PostgreSQL {binaries.Version} in {place} (set ConnectionStrings__Layers to use another).";
    }
}
