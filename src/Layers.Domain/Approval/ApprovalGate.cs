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
    public IReadOnlyList<string> RuleNames { get; } = [.. rules.Select(rule => rule.Name).Distinct()];

    /// <summary>The words of all reasons that a verdict may have.</summary>
    public IReadOnlyList<string> ReasonWords => [.. rules.SelectMany(rule => rule.Reasons).Select(reason => reason.Word).Distinct()];

    public bool IsOpenFor(GateFacts facts) => ReasonsOf(facts).Count == 0;

    public GateVerdict VerdictOn(GateFacts facts, GateOutlook outlook) => VerdictOn([facts], outlook);

    /// <summary>The verdict on several posts of one container: it is open only when it is for each of them.</summary>
    public GateVerdict VerdictOn(IReadOnlyList<GateFacts> facts, GateOutlook outlook)
    {
        var reasons = facts.SelectMany(ReasonsOf).Distinct().ToList();
        var decisive = reasons.MinBy(reason => reason.Effect);
        return new GateVerdict(
            Blocked: decisive is not null,
            decisive is null ? null : GateVerdict.CodeOf(decisive.Effect),
            [.. reasons.Select(reason => reason.Word)],
            outlook.RequiredScope,
            outlook.FirstN,
            outlook.AutoApproveAt,
            decisive is null ? WhenOpen : NextOf(decisive, reasons)) { Decisive = decisive };
    }

    // A gate that is blocked and waits opens when both are dealt with, in any order. What is not finished, or is final, comes first.
    private static IReadOnlyList<string> NextOf(GateReason decisive, List<GateReason> reasons) =>
        decisive.Effect == GateEffect.Blocks
            ? [.. reasons.SelectMany(reason => reason.Next).Distinct(StringComparer.Ordinal)]
            : decisive.Next;

    private List<GateReason> ReasonsOf(GateFacts facts)
    {
        var reasons = rules.Select(rule => rule.ReasonOf(facts)).OfType<GateReason>().ToList();
        return reasons.Find(reason => reason.Effect == GateEffect.Ends) is { } end ? [end] : reasons;
    }
}
