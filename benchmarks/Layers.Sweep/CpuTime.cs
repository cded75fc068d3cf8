using System.Diagnostics;
using System.Globalization;

namespace Layers.Sweep;

/// <summary>
/// What this process and a PostgreSQL have computed so far, as Linux counts it. Unlike a rate it hardly changes when other work takes a part of the
/// machine.
/// </summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;

    public static double Seconds(int postmaster) =>
        Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds
        + (Directory.GetDirectories("/proc").Where(IsProcess).Sum(process => Ticks(process, postmaster)) / TicksPerSecond);

    private static bool IsProcess(string directory) => char.IsAsciiDigit(Path.GetFileName(directory)[0]);

    /// <summary>Of the postmaster, with all of its children that have ended, or of a child.</summary>
    private static long Ticks(string process, int postmaster)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var isPostmaster = Path.GetFileName(process) == postmaster.ToString(CultureInfo.InvariantCulture);
            var isChild = fields[1] == postmaster.ToString(CultureInfo.InvariantCulture);
            return isPostmaster || isChild ? fields[11..(isPostmaster ? 15 : 13)].Sum(long.Parse) : 0;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }
}
