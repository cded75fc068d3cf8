using Layers.Domain.Approval;
using Layers.Domain.Scheduling;

namespace Layers.Application.Content;

/// <summary>What the gate says of containers as they are stored.</summary>
public sealed class ContainerGate(ApprovalGate gate, ApprovalOptions options)
{
    public ContainerView View(FullContainer full) => ContainerView.From(full, VerdictOn(full));

    public GateVerdict VerdictOn(FullContainer full) => gate.VerdictOn(GateFacts.Of(full.State), OutlookOf(full));

    /// <summary>The verdict on posts that are asked for, each with its own texts.</summary>
    public GateVerdict VerdictOn(FullContainer full, IEnumerable<StashedPost> wanted) =>
        gate.VerdictOn([.. wanted.Select(post => GateFacts.Of(full.State, PostFacts.Of(full.State, post)))], OutlookOf(full));

    private GateOutlook OutlookOf(FullContainer full)
    {
        var policy = full.Gate;
        return new GateOutlook(
            WarmUp.Of(policy.RequiresApproval, policy.FirstNPostsBlocked, policy.Decided),
            full.State.AutoApproveAt(policy.AutoApproveAfter),
            options.RequiredScope);
    }
}
