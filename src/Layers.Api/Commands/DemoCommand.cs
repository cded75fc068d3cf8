using Layers.Api.Composition;
using System.CommandLine;

namespace Layers.Api.Commands;

internal static class DemoCommand
{
    public static Command Create(Parts parts)
    {
        var command = new Command("demo", "Make an organization with a key, and a project with containers in every state, and print their ids.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var demo = await Operator.Run(parts, layers => Demo.Make(layers, cancellationToken), cancellationToken);
            CommandLine.Print(parsed, demo, demo.Describe("http://127.0.0.1:5080"));
        }));
        return command;
    }
}
