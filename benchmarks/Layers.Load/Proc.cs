namespace Layers.Load;

/// <summary>What Linux says of processes.</summary>
internal static class Proc
{
    private const double MillisecondsATick = 10; // sysconf(_SC_CLK_TCK) is 100 on every Linux that there is.
    private const int UserTime = 11;
    private const int ChildrensSystemTime = 14;

    public static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>Of the process, of those that it started, and of those of them that have ended.</summary>
    public static TimeSpan CpuOfFamily(int process) =>
        TimeSpan.FromMilliseconds((Ticks(process) + Children(process).Sum(Ticks)) * MillisecondsATick);

    private static IEnumerable<int> Children(int process) =>
        from directory in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(directory)
        where name.All(char.IsAsciiDigit)
        let fields = Fields(int.Parse(name))
        where fields.Length > 1 && fields[1] == process.ToString()
        select int.Parse(name);

    private static long Ticks(int process)
    {
        var fields = Fields(process);
        return fields.Length == 0 ? 0 : fields[UserTime..(ChildrensSystemTime + 1)].Sum(long.Parse);
    }

    // What comes behind the name, which may hold spaces; nothing for a process that has just ended.
    private static string[] Fields(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
