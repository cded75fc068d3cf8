using Layers.Domain.Approval;
using Microsoft.Extensions.Logging;

namespace Layers.Application.Operation;

/// <summary>Which rules of the gate other nodes have and this one lacks, by the last comparison. Each change is logged once.</summary>
public sealed partial class NodeGateRules(ApprovalGate gate, ILogger<NodeGateRules> logger)
{
    private string lacking = "";

    public IReadOnlyList<string> Names => gate.RuleNames;

    public void Compare(IEnumerable<KnownGateRule> known)
    {
        var now = string.Join(", ", known.Select(rule => rule.Name).Except(gate.RuleNames, StringComparer.Ordinal));
        var before = Interlocked.Exchange(ref lacking, now);
        if (now == before)
            return;
        if (now.Length > 0)
            LogLacking(logger, now);
        else
            LogComplete(logger);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This node hands over no posts: it lacks the gate rules {Rules}. Start it with their extensions, or take a rule out for good with: layers gate-rules remove NAME")]
    private static partial void LogLacking(ILogger logger, string rules);

    [LoggerMessage(Level = LogLevel.Information, Message = "This node has all gate rules and hands over posts again")]
    private static partial void LogComplete(ILogger logger);
}
