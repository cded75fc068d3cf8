using System.Text.RegularExpressions;

namespace Layers.Infrastructure.LocalPostgres;

/// <summary>A directory that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> of one version.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Version)
{
    private static readonly string[] Tools = ["initdb", "pg_ctl", "postgres"];

    /// <summary>Where packages put them, when they do not put them on the PATH.</summary>
    private static readonly (string Root, string Pattern, string Bin)[] Places =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
        ("/usr/libexec", "postgresql*", ""),
    ];

    public string Tool(string name) => Path.Combine(Directory, name);

    /// <summary>The binaries to use: an existing cluster can be opened by the major version that made it and by no other.</summary>
    public static async Task<PostgresBinaries> Find(int? version, string? chosen, CancellationToken ct)
    {
        var found = new List<PostgresBinaries>();
        foreach (var directory in Candidates(chosen))
            if (await VersionOf(directory, ct) is { } major)
                found.Add(new PostgresBinaries(directory, major));

        // The first candidates were chosen by a person (variable, PATH), the rest are compared by version.
        if (version is null)
            return found.FirstOrDefault() ?? throw new PostgresNotFoundException(Missing("PostgreSQL"));
        return found.Find(b => b.Version == version)
            ?? throw new PostgresNotFoundException(Missing($"PostgreSQL {version}, which made the existing data,"));
    }

    private static string Missing(string what) =>
        $"{what} was not found on this machine: install it (Debian and Ubuntu: apt-get install postgresql, "
        + $"macOS: brew install postgresql@17), point LAYERS_POSTGRES_BIN at the directory of its binaries, "
        + "or set ConnectionStrings__Layers to use a server that runs already.";

    private static IEnumerable<string> Candidates(string? chosen)
    {
        if (!string.IsNullOrEmpty(chosen))
            return HasTools(chosen) ? [Path.GetFullPath(chosen)] : [];

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, "initdb"))
            .Where(File.Exists)
            .Select(RealDirectory);
        var installed = Places
            .Where(place => System.IO.Directory.Exists(place.Root))
            .SelectMany(place => System.IO.Directory.EnumerateDirectories(place.Root, place.Pattern)
                .Select(directory => Path.Combine(directory, place.Bin)))
            .OrderByDescending(VersionInPath);
        return onPath.Concat(installed).Where(HasTools).Distinct();
    }

    /// <summary>A PATH entry is often a lone link; its neighbours are where it points to.</summary>
    private static string RealDirectory(string file) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file))!;

    private static bool HasTools(string directory) => Array.TrueForAll(Tools, tool => File.Exists(Path.Combine(directory, tool)));

    private static int VersionInPath(string directory) =>
        Digits().Match(directory) is { Success: true } match ? int.Parse(match.Value) : 0;

    private static async Task<int?> VersionOf(string directory, CancellationToken ct)
    {
        var answer = await Command.Run(Path.Combine(directory, "postgres"), ["--version"], ct);
        return answer.Succeeded && Digits().Match(answer.Output) is { Success: true } match ? int.Parse(match.Value) : null;
    }

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
