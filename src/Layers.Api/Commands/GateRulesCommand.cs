using System.CommandLine;
using Layers.Api.Composition;
using Layers.Application.Operation;

namespace Layers.Api.Commands;

internal static class GateRulesCommand
{
    public static Command Create(Parts parts) => new("gate-rules", "List the gate's rules of all nodes, and take one out for good.")
        {
            CreateList(parts), CreateRemove(parts),
        };

    private static Command CreateList(Parts parts)
    {
        var command = new Command("list", "List the gate's rules of all nodes. A node that lacks one hands over no posts.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var rules = await Operator.Run(parts, layers => layers.Send(new ListGateRules(), cancellationToken), cancellationToken);
            var text = rules.Count == 0 ? "No node has started yet." : string.Join(Environment.NewLine, rules.Select(Line));
            CommandLine.Print(parsed, new { gateRules = rules.Select(Show) }, text);
        }));
        return command;
    }

    private static Command CreateRemove(Parts parts)
    {
        var name = new Argument<string>("name") { Description = "As gate-rules list shows it." };
        var command = new Command("remove", "Take a rule out for good, once no node has it: nodes that lack it hand over posts again.") { name };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var removed = await Operator.Run(parts, layers => layers.Send(new RemoveGateRule(parsed.GetValue(name)!), cancellationToken), cancellationToken);
            CommandLine.Print(parsed, Show(removed), $"{removed.Name} is removed.{(removed.IsHere ? " This program has the rule and adds it when it next starts." : "")}");
        }));
        return command;
    }

    private static string Line(GateRuleView rule) => rule.IsHere ? rule.Name : $"{rule.Name} (not in this program)";

    private static object Show(GateRuleView rule) => new { name = rule.Name, addedAt = rule.AddedAt, isHere = rule.IsHere };
}
