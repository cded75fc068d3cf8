using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;
using NodaTime;

namespace Layers.Application.Operation;

/// <summary>The gate's rules of all nodes, by name. For the operator at the machine.</summary>
public sealed record ListGateRules : IRequest<IReadOnlyList<GateRuleView>>;

/// <param name="IsHere">Whether this program has the rule.</param>
public sealed record GateRuleView(string Name, Instant AddedAt, bool IsHere);

/// <summary>
/// Takes a rule out for good: nodes that lack it hand over posts again. A node that has it adds it again when it next starts. For the operator at the machine.
/// </summary>
public sealed record RemoveGateRule(string Name) : IRequest<GateRuleView>;

public sealed class ListGateRulesHandler(IGateRules rules, ApprovalGate gate)
    : IRequestHandler<ListGateRules, IReadOnlyList<GateRuleView>>, IRequestHandler<RemoveGateRule, GateRuleView>
{
    public async Task<IReadOnlyList<GateRuleView>> Handle(ListGateRules request, CancellationToken cancellationToken) =>
        [.. (await rules.List(cancellationToken)).Select(rule => new GateRuleView(rule.Name, rule.AddedAt, gate.RuleNames.Contains(rule.Name)))];

    public async Task<GateRuleView> Handle(RemoveGateRule request, CancellationToken cancellationToken)
    {
        var known = await Handle(new ListGateRules(), cancellationToken);
        var rule = known.SingleOrDefault(rule => rule.Name == request.Name);
        return rule is not null && await rules.Remove(rule.Name, cancellationToken) ? rule : throw DomainException.NotFound("Gate rule");
    }
}
