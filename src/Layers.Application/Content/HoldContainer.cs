using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Stops a pending container's review clock: silence does not approve it until it is released. Holding it again changes nothing.
/// Needs <c>content:approve</c>.
/// </summary>
public sealed record HoldContainer(ContainerId Id, RevisionCondition IfMatch) : ICommand<ContainerView>;

/// <summary>
/// Lets a held container's review clock go on where it stood. Releasing one that is not held changes nothing. Needs <c>content:approve</c>.
/// </summary>
public sealed record ReleaseContainer(ContainerId Id, RevisionCondition IfMatch) : ICommand<ContainerView>;

public sealed class HoldContainerHandler(ICaller caller, IContainers containers, ContainerGate gate, IAuditLog audit, IClock clock)
    : IRequestHandler<HoldContainer, ContainerView>, IRequestHandler<ReleaseContainer, ContainerView>
{
    public Task<ContainerView> Handle(HoldContainer request, CancellationToken cancellationToken) =>
        Change(request.Id, "content.held", (held, now) => held.Hold(request.IfMatch, now), cancellationToken);

    public Task<ContainerView> Handle(ReleaseContainer request, CancellationToken cancellationToken) =>
        Change(request.Id, "content.released", (held, now) => held.Release(request.IfMatch, now), cancellationToken);

    private async Task<ContainerView> Change(ContainerId id, string what, Func<Container, Instant, bool> change, CancellationToken cancellationToken)
    {
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, id, cancellationToken);
        var now = clock.Now();
        if (change(container, now))
        {
            containers.Save(container);
            audit.Append(ContainerAudit.ClockTurned(what, container, now));
        }

        return gate.View(full.With(container));
    }
}
