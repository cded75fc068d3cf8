using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Approval;

/// <summary>Reads a project's policy. Needs <c>content:read</c>.</summary>
public sealed record GetPolicy(ProjectId Project) : IRequest<PolicyView>;

public sealed class GetPolicyHandler(ICaller caller, IPolicies policies) : IRequestHandler<GetPolicy, PolicyView>
{
    public async Task<PolicyView> Handle(GetPolicy request, CancellationToken cancellationToken) =>
        PolicyView.From(await policies.Get(caller.Organization, request.Project, cancellationToken));
}
