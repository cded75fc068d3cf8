using System.CommandLine;
using Layers.Api.Composition;
using Layers.Application.Retention;

namespace Layers.Api.Commands;

internal static class MediaCommand
{
    public static Command Create(Parts parts) => new("media", "The media store.") { CreateAdopt(parts) };

    private static Command CreateAdopt(Parts parts)
    {
        var command = new Command("adopt", "Let this database decide which media files are removed, and no other: after it was restored from a backup.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var folder = await Operator.Run(parts, layers => layers.Send(new AdoptMedia(), cancellationToken), cancellationToken);
            CommandLine.Print(parsed, new { folder }, $"{folder} belongs to this database now.");
        }));
        return command;
    }
}
