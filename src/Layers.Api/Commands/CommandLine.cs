using Layers.Api.Composition;
using System.CommandLine;
using System.CommandLine.Help;
using System.Net.Sockets;
using System.Text.Json;
using Layers.Api.Http;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Infrastructure.LocalPostgres;
using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Api.Commands;

/// <summary>The one executable's commands. Each may run beside a running server.</summary>
internal static class CommandLine
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object.", Recursive = true };

    public static Task<int> Run(string[] args, Parts parts)
    {
        var serve = ServeCommand.Create(parts);
        var root = new Command("layers", "The approval gate between content and its publication.")
        {
            Json, new HelpOption(), new VersionOption(), serve, MigrateCommand.Create(parts), KeysCommand.Create(parts), OrganizationsCommand.Create(parts), GateRulesCommand.Create(parts), MediaCommand.Create(parts), DemoCommand.Create(parts), HealthCommand.Create(),
        };
        root.SetAction((parsed, cancellationToken) =>
            root.Parse(parsed.GetValue(Json) ? ["serve", "--json"] : ["serve"]).InvokeAsync(ServeCommand.Invocation, cancellationToken));

        // Options without a command belong to serve: `layers --urls …` serves.
        var isServe = args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version" or "--json"));
        return root.Parse(isServe ? ["serve", .. args] : args).InvokeAsync(ServeCommand.Invocation);
    }

    /// <summary>Runs a command's work, and says in one sentence why it could not be done.</summary>
    public static async Task<int> Try(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception e) when (IsAboutTheSurroundings(e))
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>A port that is taken, a mistyped setting, a database that is not there, a part that cannot be: what the person at the machine can mend.</summary>
    private static bool IsAboutTheSurroundings(Exception e) =>
        e is DomainException or LocalPostgresException or NpgsqlException or MigrationException or IOException or SocketException or FormatException or ArgumentException or DeclarationException;

    public static void Print<T>(ParseResult parsed, T answer, string text) =>
        Console.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(answer, JsonFormat.Options) : text);
}
