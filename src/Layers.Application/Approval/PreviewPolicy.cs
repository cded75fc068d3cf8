using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>Shows what a change of the policy would do, and changes nothing. Needs <c>content:approve</c>.</summary>
public sealed record PreviewPolicy : PolicySettings, ICommand<PolicyPreview>
{
    public PreviewPolicy(ProjectId project, PolicySettings settings)
        : base(settings) => Project = project;

    public ProjectId Project { get; }
}

/// <param name="Policy">The policy as it would be.</param>
public sealed record PolicyPreview(PolicyView Policy, PolicyEffects Effects);

/// <param name="Pending">Containers that wait for a decision; the change would leave them waiting.</param>
/// <param name="DueAtOnce">How many of them silence would approve at once.</param>
/// <param name="NextContainer">The status that the next container would be born with.</param>
public sealed record PolicyEffects(int Pending, int DueAtOnce, [property: OneOf("pending", "not_required")] ApprovalStatus NextContainer);

public sealed class PreviewPolicyValidator : PolicySettingsValidator<PreviewPolicy>;

public sealed class PreviewPolicyHandler(ICaller caller, IPolicies policies, IClock clock) : IRequestHandler<PreviewPolicy, PolicyPreview>
{
    public async Task<PolicyPreview> Handle(PreviewPolicy request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var policy = await policies.GetOpen(caller.Organization, request.Project, cancellationToken);
        policy.Change(request.ToChange(), now);

        var backlog = await policies.CountBacklog(
            caller.Organization, request.Project, policy.FirstNPostsBlocked, policy.AutoApproveCutoff(now), cancellationToken);
        var nextContainer = policy.StatusForNewContainer(backlog.Decided);
        return new PolicyPreview(PolicyView.From(policy), new PolicyEffects(backlog.Pending, backlog.DueAtOnce, nextContainer));
    }
}
