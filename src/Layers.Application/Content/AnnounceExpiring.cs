using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Raises one <c>content.expiring</c> event for each container shortly before silence approves it. Returns the number raised. Any number of nodes may do
/// so at once: what one holds, another passes over.
/// </summary>
public sealed record AnnounceExpiring : IRequest<int>;

public sealed class AnnounceExpiringHandler(IReviewClocks clocks, ITenantWork work, ExpiryNotice notice, ServerClock clock)
    : IRequestHandler<AnnounceExpiring, int>
{
    private const int ProjectsAtOnce = 100;

    public async Task<int> Handle(AnnounceExpiring request, CancellationToken cancellationToken)
    {
        var expiring = await clocks.ListProjectsWithExpiring(clock.Now(), notice, ProjectsAtOnce, cancellationToken);
        return await work.Run(
            [.. expiring.Select(project =>
                new TenantRequest(project.Organization, Actor.AutoApprove, project.ClockOffset, new AnnounceExpiringOfProject(project.Project)))],
            cancellationToken);
    }
}

/// <summary>
/// Raises the event for a batch of one project's containers. Returns the number raised. No revision is raised and no audit row is written, since
/// nothing changes that a caller sees.
/// </summary>
public sealed record AnnounceExpiringOfProject(ProjectId Project) : ICommand<int>;

public sealed class AnnounceExpiringOfProjectHandler(ICaller caller, IReviewClocks clocks, ExpiryNotice notice, IOutbox outbox, IClock clock)
    : IRequestHandler<AnnounceExpiringOfProject, int>
{
    private const int Batch = 500;

    public async Task<int> Handle(AnnounceExpiringOfProject request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var (window, waiting) = await clocks.ListExpiringForUpdate(caller.Organization, request.Project, now, notice, Batch, cancellationToken);
        var told = waiting.Where(container => container.NoteExpiring(window, notice, now)).ToList();
        clocks.SaveExpiring(told);
        outbox.Append([.. told.Select(container => new OutboxEvent(now, container.Project, ContentExpiring.Of(container, window)))]);
        return told.Count;
    }
}
