using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Operation;

/// <summary>Makes this node's gate rules known to all nodes, and compares them with those of others. Always returns zero.</summary>
public sealed record RegisterGateRules : IRequest<int>;

/// <summary>Compares this node's gate rules with those of other nodes. Always returns zero: there is nothing left to do.</summary>
public sealed record CompareGateRules : IRequest<int>;

public sealed class RegisterGateRulesHandler(IGateRules rules, NodeGateRules node, ServerClock clock)
    : IRequestHandler<RegisterGateRules, int>, IRequestHandler<CompareGateRules, int>
{
    public async Task<int> Handle(RegisterGateRules request, CancellationToken cancellationToken)
    {
        await rules.Add(node.Names, clock.Now(), cancellationToken);
        return await Handle(new CompareGateRules(), cancellationToken);
    }

    public async Task<int> Handle(CompareGateRules request, CancellationToken cancellationToken)
    {
        node.Compare(await rules.List(cancellationToken));
        return 0;
    }
}
