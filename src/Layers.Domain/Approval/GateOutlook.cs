using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>What a verdict shows beside its reasons: how the project's policy, as it is now, may open the gate. No rule looks at it.</summary>
/// <param name="FirstN">Where the project's warm-up stands; null while none is on.</param>
/// <param name="AutoApproveAt">When silence approves; null unless the container is pending and the policy has a window.</param>
/// <param name="RequiredScope">The scope that deciding needs; null when any key of the organization may decide.</param>
public sealed record GateOutlook(WarmUp? FirstN, Instant? AutoApproveAt, string? RequiredScope)
{
    public static readonly GateOutlook None = new(FirstN: null, AutoApproveAt: null, RequiredScope: null);
}
