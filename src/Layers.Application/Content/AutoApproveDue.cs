using Layers.Application.Seams;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Approves the containers whose review window, as the policy is now, has ended. Returns how many. Any number of nodes may do so at once: what one
/// holds, another passes over.
/// </summary>
public sealed record AutoApproveDue : IRequest<int>;

public sealed class AutoApproveDueHandler(IReviewClocks clocks, ITenantWork work, ServerClock clock) : IRequestHandler<AutoApproveDue, int>
{
    private const int ProjectsAtOnce = 100;
    private const int BatchesAtOnce = 4;

    public async Task<int> Handle(AutoApproveDue request, CancellationToken cancellationToken)
    {
        var due = await clocks.ListProjectsWithDue(clock.Now(), ProjectsAtOnce, cancellationToken);
        return await work.Run(
            [.. Batches(due).Select(project => new TenantRequest(project.Organization, Actor.AutoApprove, project.ClockOffset, new AutoApproveProject(project.Project)))],
            cancellationToken);
    }

    // Of few projects several batches each, for one may have a great many: what one batch holds, the others pass over.
    private static IEnumerable<DueProject> Batches(IReadOnlyList<DueProject> due) =>
        Enumerable.Repeat(due, due.Count == 0 ? 0 : Math.Max(1, BatchesAtOnce / due.Count)).SelectMany(projects => projects);
}

/// <summary>
/// Approves a batch of one project's containers whose review window has ended. Returns how many. It uses the same domain method, promotion and audit as
/// a person; a person who decides first wins. Silence never comes unannounced: if <c>content.expiring</c> was not raised before, it is raised now, before
/// the approval.
/// </summary>
public sealed record AutoApproveProject(ProjectId Project) : ICommand<int>;

public sealed class AutoApproveProjectHandler(
    ICaller caller, IReviewClocks clocks, ExpiryNotice notice, PostPromotion posts, Decisions decisions, IOutbox outbox, IClock clock)
    : IRequestHandler<AutoApproveProject, int>
{
    private const int Batch = 1_000;

    public async Task<int> Handle(AutoApproveProject request, CancellationToken cancellationToken)
    {
        var (window, due) = await clocks.ListDueForUpdate(caller.Organization, request.Project, clock.Now(), Batch, cancellationToken);
        var now = clock.Now();
        var unannounced = due.Where(container => container.NoteExpiring(window, notice, now)).ToList();
        outbox.Append([.. unannounced.Select(container => new OutboxEvent(now, container.Project, ContentExpiring.Of(container, window)))]);
        foreach (var container in due)
            container.Approve(caller.Actor, note: null, RevisionCondition.None, now);

        var promoted = await posts.Promote(due, now, cancellationToken);
        await decisions.Save([.. due.Select(container => new DecidedContainer(container, promoted.GetValueOrDefault(container.Id), Dropped: []))], now, cancellationToken);
        return due.Count;
    }
}
