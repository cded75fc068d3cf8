using Layers.Conformance.Gate;
using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Layers.Conformance.Tests.Broken;

internal sealed class ReadsTheClock : IGateRule
{
    public const string Caption = "Not in the last century.";

    private static readonly GateReason Late = GateReason.Blocks("broken:late", [], "It is late.");

    public IReadOnlyList<GateReason> Reasons => [Late];

    public GateReason? ReasonOf(GateFacts facts) => facts.Caption == Caption && TimeProvider.System.GetUtcNow().Year > 2000 ? Late : null;
}

internal sealed class KeepsAReasonSecret : IGateRule
{
    public const string Caption = "Nobody may know.";

    private static readonly GateReason Known = GateReason.Blocks("broken:known", [], "It is known.");
    private static readonly GateReason Secret = GateReason.Blocks("broken:secret", [], "It is secret.");

    public IReadOnlyList<GateReason> Reasons => [Known];

    public GateReason? ReasonOf(GateFacts facts) => facts.Status == ContainerStatus.Canceled ? Secret : facts.Caption == Caption ? Known : null;
}

internal sealed class ReadsTheClockTests(BrokenFixture api) : GateRuleConformance<ReadsTheClock>(api)
{
    protected override async Task<string> Shut() => await Api.Given.Uploaded(await Api.Given.Project(), ReadsTheClock.Caption);
}

internal sealed class KeepsAReasonSecretTests(BrokenFixture api) : GateRuleConformance<KeepsAReasonSecret>(api)
{
    protected override async Task<string> Shut() => await Api.Given.Uploaded(await Api.Given.Project(), KeepsAReasonSecret.Caption);
}
