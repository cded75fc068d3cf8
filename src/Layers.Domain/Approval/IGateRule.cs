namespace Layers.Domain.Approval;

/// <summary>
/// One thing that can keep the gate shut. A rule is pure: it looks at the facts and at nothing else, so that what is shown of a container is what is
/// enforced when it is scheduled, published and dispatched. The gate is open when no rule has a reason.
/// </summary>
public interface IGateRule
{
    /// <summary>
    /// What nodes know the rule by, so that a node that lacks it hands over no posts. It never changes; a rule with another name is another rule. The full
    /// name of the type unless the rule says otherwise.
    /// </summary>
    string Name => GetType().FullName!;

    /// <summary>All reasons that it may have, for the document.</summary>
    IReadOnlyList<GateReason> Reasons { get; }

    /// <summary>Returns why the gate is shut, one of <see cref="Reasons"/>; null when this rule does not shut it.</summary>
    GateReason? ReasonOf(GateFacts facts);
}
