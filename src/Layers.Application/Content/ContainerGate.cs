using Layers.Domain.Approval;

namespace Layers.Application.Content;

/// <summary>What the gate says of containers as they are stored.</summary>
public sealed class ContainerGate(ApprovalGate gate, ApprovalOptions options)
{
    public ContainerView View(FullContainer full) => ContainerView.From(full, VerdictOn(full));

    public GateVerdict VerdictOn(FullContainer full)
    {
        var policy = full.Gate;
        return gate.VerdictOn(
            GateFacts.Of(full.State),
            new GateOutlook(
                WarmUp.Of(policy.RequiresApproval, policy.FirstNPostsBlocked, policy.Decided),
                full.State.AutoApproveAt(policy.AutoApproveAfter),
                options.RequiredScope));
    }
}
