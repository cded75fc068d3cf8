using Layers.Domain.Approval;
using Microsoft.Extensions.Logging;

namespace Layers.Application.Approval;

/// <summary>A rule as the gate asks it: one that throws shuts the gate of that container, and of no other.</summary>
public sealed partial class GuardedGateRule(IGateRule rule, ILogger<ApprovalGate> logger) : IGateRule
{
    private readonly GateReason failed = GateReason.Blocks("gate_rule_failed", [], $"The gate stays shut, since its rule {rule.Name} failed.");

    public string Name => rule.Name;

    public IReadOnlyList<GateReason> Reasons => [.. rule.Reasons, failed];

    public GateReason? ReasonOf(GateFacts facts)
    {
        try
        {
            return rule.ReasonOf(facts);
        }
        catch (Exception e)
        {
            LogFailure(logger, rule.Name, facts.Container.ToString(), e);
            return failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The gate rule {Rule} failed for {Container}, whose gate stays shut")]
    private static partial void LogFailure(ILogger logger, string rule, string container, Exception exception);
}
