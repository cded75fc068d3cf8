using System.Diagnostics;

namespace Layers.Testing;

/// <summary>
/// Removes a cluster when this process is gone. The test platform gives a test host a tenth of a second to end and then kills
/// it, so nothing in the process itself can be relied on: a shell waits for the end of a pipe whose other end only we hold.
/// </summary>
public static class Watchdog
{
    /// <summary>The inner shell is reparented at once, so that killing our process tree does not take it along.</summary>
    private const string Script = """
        trap '' INT HUP TERM
        exec 3<&0 >/dev/null 2>&1
        (
            read -r _ <&3
            if pid=$(head -n 1 "$1/cluster/postmaster.pid"); then
                kill -QUIT "$pid"
                while [ -e "$1/cluster/postmaster.pid" ] && kill -0 "$pid"; do sleep 0.1; done
            fi
            rm -rf "$1"
        ) &
        """;

    private static readonly List<Process> Kept = [];

    public static void Start(string directory)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "layers-test-watchdog", directory])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("No shell to watch the test cluster.");
        lock (Kept)
            Kept.Add(process); // Its pipe would close with it.
    }
}
