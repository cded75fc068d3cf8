using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Approves what has waited out its project's window, as the policy is now, and answers how many there were. By the same domain method, promotion
/// and audit as a person; a person who decides first wins. Any number of nodes may do so at once: what one holds, another passes over.
/// </summary>
public sealed record AutoApproveDue : IRequest<int>;

public sealed class AutoApproveDueHandler(
    CurrentCaller caller, IContainers containers, PostPromotion posts, IAuditLog audit, IOutbox outbox, IUnitOfWork work, ServerClock server, IClock clock)
    : IRequestHandler<AutoApproveDue, int>
{
    private const int ProjectsAtOnce = 100;
    private const int Batch = 500;

    public async Task<int> Handle(AutoApproveDue request, CancellationToken cancellationToken)
    {
        var approved = 0;
        foreach (var (organization, clockOffset, project) in await containers.ListProjectsWithDue(server.Now(), ProjectsAtOnce, cancellationToken))
        {
            caller.Is(organization, Actor.AutoApprove, clockOffset);
            approved += await work.Run(() => ApproveBatch(organization, project, cancellationToken), cancellationToken);
        }

        return approved;
    }

    private async Task<int> ApproveBatch(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await containers.ListDueForUpdate(organization, project, now, Batch, cancellationToken);
        foreach (var container in due)
            container.Approve(Actor.AutoApprove, note: null, RevisionCondition.None, now);

        var promoted = await posts.Promote(due, now, cancellationToken);
        containers.SaveApprovals(due);
        audit.Append([.. due.Select(container => ContainerAudit.Approved(container, promoted.GetValueOrDefault(container.Id)?.Promotion, now))]);
        outbox.Append([.. due.SelectMany(container => ContainerEvents.Approved(container, promoted.GetValueOrDefault(container.Id), now))]);
        return due.Count;
    }
}
