using System.Text;
using System.Text.RegularExpressions;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>
/// Anyone who can enter the socket's directory gets in without a password, so only the cluster's owner may enter it.
/// </summary>
internal static partial class SocketDirectory
{
    private const string Prefix = "layers-socket-";

    /// <summary>sun_path holds 103 bytes and a zero on macOS (107 on Linux), and <c>/.s.PGSQL.12345</c> comes behind the directory.</summary>
    private const int Longest = 103 - 15;

    /// <summary>In the cluster's home, or, when that path is too long or has characters with a meaning in host lists, beside it in /tmp.</summary>
    public static async Task<string> Make(ClusterHome home, CancellationToken ct)
    {
        var path = home.In("socket");
        // In a directory that everybody may write to, a name that nobody can guess cannot have been taken beforehand.
        if (Encoding.UTF8.GetByteCount(path) > Longest || !Plain().IsMatch(path))
            path = $"/tmp/{Prefix}{Guid.NewGuid():N}";
        // A crash leaves a lock beside the socket that PostgreSQL respects as long as any process has the number in it.
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        await Unix.PrivateDirectory(path, home.User, ct);
        return path;
    }

    /// <summary>Takes away what <see cref="Make"/> put into /tmp; in the home it may stay.</summary>
    public static void Remove(string? path)
    {
        if (path is not null && path.StartsWith($"/tmp/{Prefix}", StringComparison.Ordinal) && Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9/._+-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
