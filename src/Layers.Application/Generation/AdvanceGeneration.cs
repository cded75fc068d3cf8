using Layers.Application.Content;
using Layers.Application.Organizations;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Generation;

/// <summary>A generator has taken the container up: it is processing. Refused unless it was queued. For generators inside this server.</summary>
public sealed record StartGeneration(ContainerId Id) : ICommand<Unit>;

/// <summary>
/// A generator takes the container up, or takes it up again after a run that died: a queued one is processing from here on, and any other stays as it is.
/// It is not a command: a run may be repeated as a whole, so its steps take no idempotency key. For generators inside this server.
/// </summary>
public sealed record TakeUpGeneration(ContainerId Id) : IRequest<TakenUpContainer>;

/// <param name="Status">As it is now.</param>
public sealed record TakenUpContainer(ProjectId Project, ContainerStatus Status);

/// <summary>
/// A generator has given the container up: it has failed for good. Refused once it is finished. It is not a command, as <see cref="TakeUpGeneration"/> is none.
/// For generators inside this server.
/// </summary>
public sealed record FailGeneration(ContainerId Id, Failure Failure) : IRequest<Unit>;

/// <summary>Nobody wants the container any more: it is canceled for good. Refused once it is finished. For generators inside this server.</summary>
public sealed record CancelGeneration(ContainerId Id) : ICommand<Unit>;

public sealed class AdvanceGenerationHandler(ICaller caller, IOrganizations organizations, IContainers containers, IUnitOfWork work, IAuditLog audit, IClock clock)
    : IRequestHandler<StartGeneration, Unit>, IRequestHandler<TakeUpGeneration, TakenUpContainer>, IRequestHandler<FailGeneration, Unit>, IRequestHandler<CancelGeneration, Unit>
{
    public Task<Unit> Handle(StartGeneration request, CancellationToken cancellationToken) =>
        Advance(request.Id, (container, _) => container.Start(), cancellationToken);

    public Task<TakenUpContainer> Handle(TakeUpGeneration request, CancellationToken cancellationToken) =>
        work.Run(() => TakeUp(request.Id, cancellationToken), cancellationToken);

    public Task<Unit> Handle(FailGeneration request, CancellationToken cancellationToken) =>
        work.Run(() => Advance(request.Id, (container, now) => container.Fail(request.Failure, now), cancellationToken), cancellationToken);

    public Task<Unit> Handle(CancelGeneration request, CancellationToken cancellationToken) =>
        Advance(request.Id, (container, _) => container.Cancel(), cancellationToken);

    private async Task<TakenUpContainer> TakeUp(ContainerId id, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, id, cancellationToken);
        if (container.Status != ContainerStatus.Queued)
            return new TakenUpContainer(container.Project, container.Status);
        await Handle(new StartGeneration(id), cancellationToken);
        return new TakenUpContainer(container.Project, ContainerStatus.Processing);
    }

    private async Task<Unit> Advance(ContainerId id, Action<Container, Instant> step, CancellationToken cancellationToken)
    {
        await organizations.DemandActive(caller.Organization, cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, id, cancellationToken);
        var now = clock.Now();
        step(container, now);
        containers.Save(container);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        return Unit.Value;
    }
}
