using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>Changes a policy, by whichever of its names it was asked for, and leaves one audit row and one event.</summary>
public sealed class PolicyChanges(IPolicies policies, IAuditLog audit, IOutbox outbox)
{
    /// <param name="policy">Locked by the caller. A change that changes nothing leaves it alone, and no trace.</param>
    /// <param name="change">What is asked for.</param>
    /// <param name="now">When.</param>
    public void Apply(ApprovalPolicy policy, PolicyChange change, Instant now)
    {
        var before = PolicyView.From(policy);
        if (!policy.Change(change, now))
            return;

        policies.Save(policy);
        var after = PolicyView.From(policy);
        audit.Append(new AuditEntry(EventTypes.PolicyUpdated, now, policy.Project, new { before, after }));
        outbox.Append(new OutboxEvent(EventTypes.PolicyUpdated, now, policy.Project, new { before, after }));
    }
}
