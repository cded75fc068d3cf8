using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Tells, some time before silence approves a container, that it is about to, once of each, and answers of how many. Any number of nodes may do
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
/// Tells it of a batch of one project's containers, and answers of how many. No revision is raised and no audit row left: of what a caller sees
/// and of what was decided nothing changes.
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
        outbox.Append([.. told.Select(container => ContainerEvents.Expiring(container, window, now))]);
        return told.Count;
    }
}
