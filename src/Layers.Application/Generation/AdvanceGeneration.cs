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
/// Returns its status. For generators inside this server.
/// </summary>
public sealed record TakeUpGeneration(ContainerId Id) : ICommand<ContainerStatus>;

/// <summary>A generator has given the container up: it has failed for good. Refused once it is finished. For generators inside this server.</summary>
public sealed record FailGeneration(ContainerId Id, Failure Failure) : ICommand<Unit>;

/// <summary>Nobody wants the container any more: it is canceled for good. Refused once it is finished. For generators inside this server.</summary>
public sealed record CancelGeneration(ContainerId Id) : ICommand<Unit>;

public sealed class AdvanceGenerationHandler(ICaller caller, IOrganizations organizations, IContainers containers, IAuditLog audit, IClock clock)
    : IRequestHandler<StartGeneration, Unit>, IRequestHandler<TakeUpGeneration, ContainerStatus>, IRequestHandler<FailGeneration, Unit>, IRequestHandler<CancelGeneration, Unit>
{
    public Task<Unit> Handle(StartGeneration request, CancellationToken cancellationToken) =>
        Advance(request.Id, (container, _) => container.Start(), cancellationToken);

    public async Task<ContainerStatus> Handle(TakeUpGeneration request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        if (container.Status == ContainerStatus.Queued)
            await Handle(new StartGeneration(request.Id), cancellationToken);
        return container.Status == ContainerStatus.Queued ? ContainerStatus.Processing : container.Status;
    }

    public Task<Unit> Handle(FailGeneration request, CancellationToken cancellationToken) =>
        Advance(request.Id, (container, now) => container.Fail(request.Failure, now), cancellationToken);

    public Task<Unit> Handle(CancelGeneration request, CancellationToken cancellationToken) =>
        Advance(request.Id, (container, _) => container.Cancel(), cancellationToken);

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
