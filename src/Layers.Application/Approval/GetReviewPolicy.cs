using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Approval;

/// <summary>Reads a project's policy under its other name. Needs <c>content:read</c>.</summary>
public sealed record GetReviewPolicy(ProjectId Project) : IRequest<ReviewPolicyView>;

public sealed class GetReviewPolicyHandler(ICaller caller, IPolicies policies) : IRequestHandler<GetReviewPolicy, ReviewPolicyView>
{
    public async Task<ReviewPolicyView> Handle(GetReviewPolicy request, CancellationToken cancellationToken) =>
        ReviewPolicyView.From(await policies.GetUnderReview(caller.Organization, request.Project, cancellationToken));
}
