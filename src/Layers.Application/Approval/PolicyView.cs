using Layers.Domain;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

public sealed record PolicyView(ProjectId ProjectId, bool RequiresApproval, int FirstNPostsBlocked, ReviewWindow? AutoApproveAfter, Instant UpdatedAt)
{
    public static PolicyView From(ApprovalPolicy policy) =>
        new(policy.Project, policy.RequiresApproval, policy.FirstNPostsBlocked, policy.AutoApproveAfter, policy.UpdatedAt);
}
