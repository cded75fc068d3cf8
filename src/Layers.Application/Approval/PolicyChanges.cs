using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

[Event(PolicyChanges.PolicyUpdated, "A project's gate was changed.")]
public sealed record ApprovalPolicyUpdated(PolicyView Before, PolicyView After);

/// <summary>Changes a policy and leaves one audit row, of the name by which the policy was changed, and one event.</summary>
public sealed class PolicyChanges(IPolicies policies, IAuditLog audit, IOutbox outbox)
{
    public const string PolicyUpdated = "approval_policy.updated";

    public const string ReviewPolicyUpdated = "content_review_policy.updated";

    /// <param name="auditType">Of the audit row: <see cref="PolicyUpdated"/> or <see cref="ReviewPolicyUpdated"/>.</param>
    /// <param name="policy">Locked by the caller. A change that changes nothing leaves it alone, and no trace.</param>
    /// <param name="change">What is asked for.</param>
    /// <param name="now">When.</param>
    public void Apply(string auditType, ApprovalPolicy policy, PolicyChange change, Instant now)
    {
        var before = PolicyView.From(policy);
        if (!policy.Change(change, now))
            return;

        policies.Save(policy);
        var after = PolicyView.From(policy);
        audit.Append(new AuditEntry(auditType, now, policy.Project, new { before, after }));
        outbox.Append(new OutboxEvent(now, policy.Project, new ApprovalPolicyUpdated(before, after)));
    }
}
