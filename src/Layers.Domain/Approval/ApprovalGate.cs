namespace Layers.Domain.Approval;

/// <summary>
/// The gate: the sum of its rules. Every place that publishes or shows a container asks it, so that what is shown is what is enforced.
/// </summary>
/// <param name="rules">Reasons are shown in the order of their rules.</param>
public sealed class ApprovalGate(IEnumerable<IGateRule> rules)
{
    private static readonly IReadOnlyList<string> WhenOpen = ["schedule", "publish"];

    private readonly IReadOnlyList<IGateRule> rules = [.. rules];

    /// <summary>What nodes know its rules by.</summary>
    public IReadOnlyList<string> RuleNames => [.. rules.Select(rule => rule.Name).Distinct()];

    /// <summary>The words of all reasons that a verdict may have.</summary>
    public IReadOnlyList<string> ReasonWords => [.. rules.SelectMany(rule => rule.Reasons).Select(reason => reason.Word).Distinct()];

    public bool IsOpenFor(GateFacts facts) => ReasonsOf(facts).Count == 0;

    public GateVerdict VerdictOn(GateFacts facts, GateOutlook outlook)
    {
        var reasons = ReasonsOf(facts);
        var decisive = reasons.MinBy(reason => reason.Effect);
        return new GateVerdict(
            Blocked: decisive is not null,
            decisive is null ? null : GateVerdict.CodeOf(decisive.Effect),
            [.. reasons.Select(reason => reason.Word)],
            outlook.RequiredScope,
            outlook.FirstN,
            outlook.AutoApproveAt,
            decisive?.Next ?? WhenOpen) { Decisive = decisive };
    }

    private List<GateReason> ReasonsOf(GateFacts facts)
    {
        var reasons = rules.Select(rule => rule.ReasonOf(facts)).OfType<GateReason>().ToList();
        return reasons.Find(reason => reason.Effect == GateEffect.Ends) is { } end ? [end] : reasons;
    }
}
