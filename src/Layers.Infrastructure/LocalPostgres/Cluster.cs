using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>initdb, start and stop. Every caller holds <see cref="ClusterHome.DecidingLock"/>.</summary>
internal sealed class Cluster(ClusterHome home, PostgresBinaries binaries, LocalPostgresOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Refusals to start that pass: a predecessor that is still going, a port that was taken meanwhile.</summary>
    private static readonly string[] TransientErrors =
        ["pre-existing shared memory block", "lock file \"postmaster.pid\" already exists", "could not create any TCP/IP sockets"];

    /// <summary>Joins the postmaster that is running, or makes one run.</summary>
    /// <param name="alone">Nobody else uses the cluster.</param>
    public async Task<Postmaster> Run(bool alone, CancellationToken ct)
    {
        if (!home.HasCluster)
            await Initialize(ct);
        RemoveDrafts();
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var postmaster = Postmaster.Read(home.Cluster);
            if (postmaster is null || !postmaster.IsAlive())
                await Start(postmaster, ct);
            else if (postmaster.IsReady && await Session.Answers(postmaster, ct))
                return postmaster;
            else if (postmaster.IsReady && alone)
                await Stop("fast", ct); // Its socket is out of reach: somebody cleaned up /tmp or moved the directory.

            if (waited.Elapsed > options.Patience)
                throw Failure("PostgreSQL does not become ready.", await Tail(0, ct));
            await Task.Delay(Pause, ct);
        }
    }

    public async Task Stop(string mode, CancellationToken ct)
    {
        var socket = Postmaster.Read(home.Cluster)?.SocketDirectory;
        var seconds = ((int)options.Patience.TotalSeconds).ToString();
        var answer = await Tool("pg_ctl", ["stop", "-w", "-t", seconds, "-m", mode], home.Cluster, ct);
        if (!answer.Succeeded && Postmaster.Read(home.Cluster)?.IsAlive() == true)
            throw Failure("PostgreSQL does not stop.", answer.Output);
        SocketDirectory.Remove(socket);
    }

    private async Task Initialize(CancellationToken ct)
    {
        var draft = home.In($"cluster.new-{Guid.NewGuid():N}");
        await Unix.PrivateDirectory(draft, home.User, ct);
        // Trust is for the Unix socket, which stands in a directory of the owner's own. Locale C sorts by code point on every system.
        List<string> arguments =
        [
            "-D", draft, $"--username={LocalPostgresOptions.Role}", "--auth-local=trust", "--auth-host=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--data-checksums",
        ];
        if (options.Settings.GetValueOrDefault("fsync") == "off")
            arguments.Add("--no-sync");
        var answer = await Tool("initdb", arguments, home.Path, ct);
        if (!answer.Succeeded)
            throw Failure("initdb failed.", answer.Output);

        await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude 'layers.conf'\n", ct);
        Directory.Move(draft, home.Cluster);
    }

    private void RemoveDrafts()
    {
        foreach (var left in Directory.EnumerateDirectories(home.Path, "cluster.new-*"))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // An initdb whose caller was killed is still writing into it: the next one to look takes it away.
            }
        }
    }

    /// <summary>Returns also when it has to be tried again; throws when trying again is of no use.</summary>
    private async Task Start(Postmaster? dead, CancellationToken ct)
    {
        // Of a dead process PostgreSQL knows what to do with the file, but not when another process has its number by now. The
        // second look is for a pg_ctl whose caller was killed and that writes the file this moment.
        if (Postmaster.Read(home.Cluster) == dead)
            File.Delete(Postmaster.FileIn(home.Cluster));
        SocketDirectory.Remove(dead?.SocketDirectory);
        var socket = await SocketDirectory.Make(home, ct);
        await Configure(socket, ct);

        var logged = File.Exists(home.Log) ? new FileInfo(home.Log).Length : 0;
        var seconds = ((int)options.Patience.TotalSeconds).ToString();
        // pg_ctl gives the postmaster a session of its own, so that a Ctrl-C in our terminal does not reach it before we are done.
        // It builds a shell line from -D and -l: what is in the path stays out of it.
        var answer = await Tool("pg_ctl", ["start", "-w", "-t", seconds, "-l", "postgres.log"], home.Cluster, ct);
        if (answer.Succeeded)
            return;
        SocketDirectory.Remove(socket);
        var said = await Tail(logged, ct);
        if (!Array.Exists(TransientErrors, reason => said.Contains(reason, StringComparison.Ordinal)))
            throw Failure("PostgreSQL does not start.", said.Length > 0 ? said : answer.Output);
    }

    private async Task Configure(string socket, CancellationToken ct)
    {
        var settings = new Dictionary<string, string>(LocalPostgresOptions.Defaults);
        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        settings["unix_socket_directories"] = socket;
        settings["listen_addresses"] = options.Tcp ? "127.0.0.1" : "";
        settings["port"] = (options.Tcp ? FreePort() : 5432).ToString();

        var file = Path.Combine(home.Cluster, "layers.conf");
        await Unix.PrivateFile(file, Print(settings), home.User, ct);
        if (!settings.ContainsKey("wal_compression")
            && (await Tool("postgres", ["-C", "wal_compression", "-c", "wal_compression=lz4"], home.Cluster, ct)).Succeeded)
        {
            settings["wal_compression"] = "lz4";
            await Unix.PrivateFile(file, Print(settings), home.User, ct);
        }
    }

    private static string Print(Dictionary<string, string> settings)
    {
        var text = new StringBuilder("# Overwritten at every start.\n");
        foreach (var (name, value) in settings)
            text.Append(name).Append(" = '").Append(value.Replace("'", "''")).Append("'\n");
        return text.ToString();
    }

    /// <summary>Somebody may take it before PostgreSQL does; then it is tried again with another.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<CommandResult> Tool(string name, IEnumerable<string> arguments, string directory, CancellationToken ct) =>
        Command.Run(binaries.Tool(name), arguments, ct, home.User, directory, new Dictionary<string, string> { ["PGDATA"] = home.Cluster });

    /// <summary>What was logged from <paramref name="start"/> on, at most the last 2,000 characters.</summary>
    private async Task<string> Tail(long start, CancellationToken ct)
    {
        if (!File.Exists(home.Log))
            return "";
        await using var log = new FileStream(home.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Min(log.Length, Math.Max(start, log.Length - 2000));
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync(ct)).Trim();
    }

    private LocalPostgresException Failure(string what, string said) =>
        new($"{what} Its log is {home.Log}.{(said.Length > 0 ? "\n" + said : "")}");
}
