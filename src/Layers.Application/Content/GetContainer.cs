using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;

namespace Layers.Application.Content;

/// <summary>Reads a container in full. Needs <c>content:read</c>.</summary>
public sealed record GetContainer(ContainerId Id) : IRequest<FoundContainer>;

/// <param name="FollowsFromRevision">Whether a caller who has read this revision has seen all of the view.</param>
public sealed record FoundContainer(ContainerView View, bool FollowsFromRevision);

/// <summary>Asks whether a container may be published, and if not, what opens the gate. Needs <c>content:read</c>.</summary>
public sealed record GetGate(ContainerId Id) : IRequest<GateVerdict>;

public sealed class GetContainerHandler(ICaller caller, IContentReads content, ContainerGate gate)
    : IRequestHandler<GetContainer, FoundContainer>, IRequestHandler<GetGate, GateVerdict>
{
    public async Task<FoundContainer> Handle(GetContainer request, CancellationToken cancellationToken)
    {
        var full = await content.Get(caller.Organization, request.Id, cancellationToken);
        return new FoundContainer(gate.View(full), full.FollowsFromRevision);
    }

    public async Task<GateVerdict> Handle(GetGate request, CancellationToken cancellationToken) =>
        gate.VerdictOn(await content.Get(caller.Organization, request.Id, cancellationToken));
}
