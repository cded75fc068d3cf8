using System.ComponentModel;
using System.Diagnostics;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>What a running (or dead) postmaster wrote about itself into <c>postmaster.pid</c>.</summary>
internal sealed record Postmaster(int Pid, int Port, string SocketDirectory, bool IsReady, string File, string Written)
{
    /// <summary>Null when there is no such file or it breaks off in the middle.</summary>
    public static Postmaster? Read(string cluster)
    {
        var file = FileIn(cluster);
        try
        {
            var written = System.IO.File.ReadAllText(file);
            var lines = written.Split('\n');
            return lines.Length > 4 && int.TryParse(lines[0], out var pid) && int.TryParse(lines[3], out var port)
                ? new Postmaster(pid, port, lines[4], lines.Length > 7 && lines[7].StartsWith("ready", StringComparison.Ordinal), file, written)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static string FileIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>
    /// A crash leaves the file behind, and its number may belong to any process by now, another cluster's postmaster included. A
    /// postmaster stands in its cluster's directory, so on Linux we look where the process stands (a zombie stands nowhere).
    /// </summary>
    public bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return string.Equals(process.ProcessName, "postgres", StringComparison.Ordinal)
                && (!OperatingSystem.IsLinux() || string.Equals(WhereItStands(), WhereTheFileIs(), StringComparison.Ordinal));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return false;
        }
    }

    private string? WhereItStands() => new FileInfo($"/proc/{Pid}/cwd").LinkTarget;

    /// <summary>With all links on the way resolved, as the kernel does for <see cref="WhereItStands"/>.</summary>
    private string? WhereTheFileIs()
    {
        using var handle = System.IO.File.OpenHandle(File);
        return Path.GetDirectoryName(new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget);
    }
}
