using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;

namespace Layers.Application.Content;

/// <summary>Reads a container in full. Needs <c>content:read</c>.</summary>
public sealed record GetContainer(ContainerId Id) : IRequest<ContainerView>;

/// <summary>Asks whether a container may be published, and if not, what opens the gate. Needs <c>content:read</c>.</summary>
public sealed record GetGate(ContainerId Id) : IRequest<GateVerdict>;

public sealed class GetContainerHandler(ICaller caller, IContentReads content, ApprovalOptions options)
    : IRequestHandler<GetContainer, ContainerView>, IRequestHandler<GetGate, GateVerdict>
{
    public async Task<ContainerView> Handle(GetContainer request, CancellationToken cancellationToken) =>
        ContainerView.From(await content.Get(caller.Organization, request.Id, cancellationToken), options);

    public async Task<GateVerdict> Handle(GetGate request, CancellationToken cancellationToken) =>
        ContainerView.VerdictOn(await content.Get(caller.Organization, request.Id, cancellationToken), options);
}
