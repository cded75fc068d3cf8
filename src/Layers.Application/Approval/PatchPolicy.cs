using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>
/// Changes a project's policy. Containers that exist keep their status. A change that changes nothing leaves <c>updatedAt</c> alone
/// and writes no audit event. Needs <c>content:approve</c>.
/// </summary>
public sealed record PatchPolicy : PolicySettings, ICommand<PolicyView>
{
    public PatchPolicy(ProjectId project, PolicySettings settings)
        : base(settings) => Project = project;

    public ProjectId Project { get; }
}

public sealed class PatchPolicyValidator : PolicySettingsValidator<PatchPolicy>;

public sealed class PatchPolicyHandler(ICaller caller, IPolicies policies, PolicyChanges changes, IClock clock) : IRequestHandler<PatchPolicy, PolicyView>
{
    public async Task<PolicyView> Handle(PatchPolicy request, CancellationToken cancellationToken)
    {
        var policy = await policies.GetForUpdate(caller.Organization, request.Project, cancellationToken);
        changes.Apply(PolicyChanges.PolicyUpdated, policy, request.ToChange(), clock.Now());
        return PolicyView.From(policy);
    }
}
