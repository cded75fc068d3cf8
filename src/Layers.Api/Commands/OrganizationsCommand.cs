using Layers.Api.Composition;
using System.CommandLine;
using Layers.Application.Organizations;
using Layers.Domain;
using MediatR;

namespace Layers.Api.Commands;

internal static class OrganizationsCommand
{
    public static Command Create(Parts parts) => new("organizations", "List, suspend and resume organizations, and see what they keep.")
        {
            CreateList(parts), CreateSuspend(parts), CreateResume(parts), OrganizationUsageCommand.Create(parts),
        };

    private static Command CreateList(Parts parts)
    {
        var command = new Command("list", "List all organizations.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var organizations = await Operator.Run(parts, layers => layers.Send(new ListOrganizations(), cancellationToken), cancellationToken);
            var text = organizations.Count == 0 ? "There are no organizations yet." : string.Join(Environment.NewLine, organizations.Select(Line));
            CommandLine.Print(parsed, new { organizations = organizations.Select(Show) }, text);
        }));
        return command;
    }

    private static Command CreateSuspend(Parts parts) =>
        CreateForOne(
            parts,
            "suspend",
            "Refuse an organization's keys on every node, within a second, and decide, publish and deliver nothing of it until it is resumed.",
            new SuspendOrganization(),
            isChanged => isChanged ? "is suspended." : "was suspended already.");

    private static Command CreateResume(Parts parts) =>
        CreateForOne(
            parts,
            "resume",
            "Let a suspended organization go on. Review windows have stood still; posts and webhooks that have become due are sent at once.",
            new ResumeOrganization(),
            isChanged => isChanged ? "is active again." : "was active already.");

    private static Command CreateForOne(Parts parts, string name, string description, IRequest<ChangedOrganization> request, Func<bool, string> outcome)
    {
        var organization = new Argument<string>("organization") { Description = "A name or an id (org_…)." };
        var command = new Command(name, description) { organization };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var changed = await Operator.Run(parts, layers => Send(layers, parsed.GetValue(organization)!, request, cancellationToken), cancellationToken);
            CommandLine.Print(parsed, Show(changed.Organization), $"{changed.Organization.Name} ({changed.Organization.Id}) {outcome(changed.IsChanged)}");
        }));
        return command;
    }

    private static async Task<ChangedOrganization> Send(
        Operator layers, string nameOrId, IRequest<ChangedOrganization> request, CancellationToken cancellationToken)
    {
        var organization = await layers.Send(new FindOrganization(nameOrId), cancellationToken);
        return await layers.SendAs(organization.Id, Actor.Operator, request, cancellationToken);
    }

    private static string Line(OrganizationView organization) =>
        $"{organization.Id}  {organization.Name} ({organization.Environment.ToWord()})  {organization.Status.ToWord()}";

    private static object Show(OrganizationView organization) =>
        new
        {
            id = organization.Id.ToString(),
            name = organization.Name,
            environment = organization.Environment.ToWord(),
            status = organization.Status.ToWord(),
            createdAt = organization.CreatedAt,
            suspendedAt = organization.SuspendedAt,
        };
}
