using System.ComponentModel;
using System.Diagnostics;

namespace Layers.Infrastructure.LocalPostgres;

internal sealed record CommandResult(bool Succeeded, string Output);

/// <summary>Runs a program to its end, as another user when asked to.</summary>
internal static class Command
{
    public static async Task<CommandResult> Run(
        string program,
        IEnumerable<string> arguments,
        CancellationToken ct,
        string? user = null,
        string directory = "/",
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory, // Ours may be closed to the other user, and PostgreSQL's tools need to read theirs.
        };
        if (user is not null)
            start.UserName = user;
        Cleanse(start.Environment);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        try
        {
            using var process = Process.Start(start) ?? throw new LocalPostgresException($"{program} did not start.");
            process.StandardInput.Close();
            return await Finish(process, ct);
        }
        catch (Win32Exception e)
        {
            return new CommandResult(Succeeded: false, e.Message);
        }
    }

    private static async Task<CommandResult> Finish(Process process, CancellationToken ct)
    {
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
            return new CommandResult(process.ExitCode == 0, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>PGPORT, PGOPTIONS and the like are about another server, and we read messages in English.</summary>
    private static void Cleanse(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            environment.Remove(name);
        environment["LC_ALL"] = "C";
    }
}
