using Layers.Domain.Approval;

namespace Layers.Application.Content;

/// <summary>What the gate says of containers as they are stored.</summary>
public sealed class ContainerGate(ApprovalGate gate, ApprovalOptions options)
{
    public ContainerView View(FullContainer full) => ContainerView.From(full, VerdictOn(full));

    public GateVerdict VerdictOn(FullContainer full)
    {
        var (container, policy) = (full.State, full.Gate);
        return gate.VerdictOn(new GateFacts
        {
            Container = container.Id,
            Project = container.Project,
            Status = container.Status,
            ApprovalStatus = container.ApprovalStatus,
            CreativeType = container.CreativeType,
            Format = container.Format,
            Caption = container.Caption,
            Decision = container.Decision,
            Marks = container.Marks,
            ProjectIsArchived = container.ProjectIsArchived,
            RequiresApproval = policy.RequiresApproval,
            FirstNPostsBlocked = policy.FirstNPostsBlocked,
            Decided = policy.Decided,
            AutoApproveAt = container.AutoApproveAt(policy.AutoApproveAfter),
            RequiredScope = options.RequiredScope,
        });
    }
}
