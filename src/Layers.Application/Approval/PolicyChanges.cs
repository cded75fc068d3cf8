using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>Changes a policy and leaves one audit row, of the name by which the policy was changed, and one event.</summary>
public sealed class PolicyChanges(IPolicies policies, IAuditLog audit, IOutbox outbox)
{
    public const string ReviewPolicyUpdated = "content_review_policy.updated";

    /// <param name="auditType">Of the audit row: <see cref="EventTypes.PolicyUpdated"/> or <see cref="ReviewPolicyUpdated"/>.</param>
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
        outbox.Append(new OutboxEvent(EventTypes.PolicyUpdated, now, policy.Project, new { before, after }));
    }
}
