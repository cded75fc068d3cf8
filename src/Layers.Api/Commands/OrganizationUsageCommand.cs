using Layers.Api.Composition;
using System.CommandLine;
using System.Globalization;
using Layers.Application.Uploads;
using Layers.Domain;

namespace Layers.Api.Commands;

internal static class OrganizationUsageCommand
{
    public static Command Create(Parts parts)
    {
        var recount = new Option<bool>("--recount") { Description = "Count again from the containers, after servers that did not count have taken uploads." };
        var command = new Command("usage", "List how many bytes of media each organization keeps, started uploads included.") { recount };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var (usages, most) = await Operator.Run(parts, layers => Usages(layers, parsed.GetValue(recount), cancellationToken), cancellationToken);
            var lines = usages.Select(usage => Line(usage, most));
            CommandLine.Print(
                parsed,
                new { organizations = usages.Select(usage => Show(usage, most)) },
                usages.Count == 0 ? "There are no organizations yet." : string.Join(Environment.NewLine, lines));
        }));
        return command;
    }

    private static async Task<(IReadOnlyList<OrganizationUsage> Usages, long? Most)> Usages(Operator layers, bool recount, CancellationToken cancellationToken)
    {
        var usages = await layers.Send(new ListMediaUsage(), cancellationToken);
        if (recount)
        {
            foreach (var usage in usages)
                await layers.SendAs(usage.Id, Actor.Operator, new RecountMediaUsage(), cancellationToken);
            usages = await layers.Send(new ListMediaUsage(), cancellationToken);
        }

        return (usages, layers.Setting<UploadOptions>().MostBytes);
    }

    private static object Show(OrganizationUsage usage, long? most) => new { id = usage.Id.ToString(), name = usage.Name, mediaBytes = usage.Bytes, mostBytes = most };

    private static string Line(OrganizationUsage usage, long? most) =>
        string.Create(CultureInfo.InvariantCulture, $"{usage.Id}  {usage.Name}  {usage.Bytes:N0} bytes{(most is { } limit ? $" of {limit:N0}" : "")}");
}
