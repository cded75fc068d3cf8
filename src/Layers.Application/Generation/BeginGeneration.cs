using Layers.Application.Approval;
using Layers.Application.Content;
using Layers.Application.Organizations;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Generation;

/// <summary>Makes a container that a generator will fill, born under the project's gate as it is now. For generators inside this server.</summary>
public sealed record BeginGeneration(ProjectId Project, ContentFormat Format, string Hook) : ICommand<ContainerId>;

public sealed class BeginGenerationHandler(ICaller caller, IOrganizations organizations, IPolicies policies, IContainers containers, IAuditLog audit, IClock clock)
    : IRequestHandler<BeginGeneration, ContainerId>
{
    public async Task<ContainerId> Handle(BeginGeneration request, CancellationToken cancellationToken)
    {
        await organizations.DemandActive(caller.Organization, cancellationToken);
        var (policy, decided) = await policies.GetForNewContainer(caller.Organization, request.Project, cancellationToken);
        var gate = policy.StatusForNewContainer(decided);
        var container = Container.ForGeneration(caller.Organization, request.Project, request.Format, request.Hook, gate, clock.Now());
        containers.Add(container);
        audit.Append(ContainerAudit.Created(container));
        return container.Id;
    }
}
