using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Projects;

/// <summary>Reads a project. Needs <c>projects:read</c>.</summary>
public sealed record GetProject(ProjectId Id) : IRequest<ProjectView>;

public sealed class GetProjectHandler(ICaller caller, IProjects projects) : IRequestHandler<GetProject, ProjectView>
{
    public async Task<ProjectView> Handle(GetProject request, CancellationToken cancellationToken) =>
        ProjectView.From(await projects.Get(caller.Organization, request.Id, cancellationToken));
}
