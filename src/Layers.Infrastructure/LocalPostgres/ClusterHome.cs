using System.Security.Cryptography;
using System.Text;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>The directory of a cluster, with its locks beside it, and the user PostgreSQL runs as in it.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="User">Null: as ourselves.</param>
/// <param name="InsteadOf">The directory that was asked for, when <paramref name="User"/> cannot get there.</param>
internal sealed record ClusterHome(string Path, string? User, string? InsteadOf)
{
    private static readonly string[] UsersInsteadOfRoot = ["postgres", "_postgres", "nobody"];

    /// <summary>PGDATA. A name of its own, so that it appears by one rename when initdb is through.</summary>
    public string Cluster => In("cluster");
    public string Log => System.IO.Path.Combine(Cluster, "postgres.log");

    /// <summary>Held exclusively by the process that starts or stops the cluster.</summary>
    public string DecidingLock => In("deciding.lock");

    /// <summary>Held shared by everyone who uses the cluster, for as long as they do.</summary>
    public string UsersLock => In("users.lock");
    public string Password => In("tcp.password");
    public bool HasCluster => HasClusterIn(Path);

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public int? Version =>
        HasCluster && int.TryParse(File.ReadAllText(System.IO.Path.Combine(Cluster, "PG_VERSION")), out var version) ? version : null;

    public static async Task<ClusterHome> Open(string dataDirectory, CancellationToken ct)
    {
        var wanted = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(dataDirectory));
        try
        {
            return Environment.IsPrivilegedProcess ? await OpenAsRoot(wanted, ct) : await Make(wanted, user: null, ct);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LocalPostgresException($"PostgreSQL cannot keep its data in {dataDirectory}: {e.Message}", e);
        }
    }

    private static async Task<ClusterHome> OpenAsRoot(string wanted, CancellationToken ct)
    {
        // A home below a directory that only root may enter is out of PostgreSQL's reach; what has once been put elsewhere stays there.
        var elsewhere = "/var/lib/layers-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..12];
        if (!HasClusterIn(wanted) && HasClusterIn(elsewhere))
            return await Make(elsewhere, await UserFor(elsewhere, ct), ct) with { InsteadOf = wanted };

        var user = await UserFor(wanted, ct);
        var home = await Make(wanted, user, ct);
        if (await Unix.CanEnter(wanted, user, ct))
            return home;
        if (home.HasCluster)
            throw new LocalPostgresException($"User {user} owns the PostgreSQL data in {wanted} but cannot get there: open the directories above it.");
        return await Make(elsewhere, user, ct) with { InsteadOf = wanted };
    }

    /// <summary>PostgreSQL refuses to run as root, and as anybody but the owner of its data.</summary>
    private static async Task<string> UserFor(string path, CancellationToken ct)
    {
        if (HasClusterIn(path) && await Unix.OwnerOf(System.IO.Path.Combine(path, "cluster"), ct) is { } owner)
            return owner;
        foreach (var user in UsersInsteadOfRoot)
            if (await Unix.UserExists(user, ct))
                return user;
        throw new LocalPostgresException("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.");
    }

    private static async Task<ClusterHome> Make(string path, string? user, CancellationToken ct)
    {
        var home = new ClusterHome(path, user, InsteadOf: null);
        // The directory becomes PostgreSQL's alone: not one that has other things in it already.
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(home.DecidingLock))
            throw new LocalPostgresException($"PostgreSQL cannot keep its data in {path}: the directory holds something else.");
        await Unix.PrivateDirectory(path, user, ct);
        return home;
    }

    private static bool HasClusterIn(string path) => File.Exists(System.IO.Path.Combine(path, "cluster", "PG_VERSION"));
}
