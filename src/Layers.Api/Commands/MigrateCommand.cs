using Layers.Api.Composition;
using System.CommandLine;

namespace Layers.Api.Commands;

internal static class MigrateCommand
{
    public static Command Create(Parts parts)
    {
        var command = new Command("migrate", "Bring the database to this program's schema. Any number of nodes may do so at once.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            await using var database = await Database.Open(parts, cancellationToken);
            var text = database.Applied.Count == 0 ? "The schema is up to date." : $"Applied {string.Join(", ", database.Applied)}.";
            CommandLine.Print(parsed, new { applied = database.Applied }, text);
        }));
        return command;
    }
}
