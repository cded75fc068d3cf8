using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Approval;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Approval;

[ApiController]
[Route("v1/projects/{projectId}/content-review-policy")]
public sealed class ReviewPolicyController(IMediator mediator) : ControllerBase
{
    /// <summary>Read the approval gate of a project under its other name.</summary>
    /// <remarks>
    /// The same gate as <c>approval-policy</c>, in one word: <c>auto_approve</c> is the switch off, <c>review_all</c> the switch on,
    /// <c>review_first_n</c> the switch on with a warm-up.
    /// </remarks>
    [HttpGet]
    [Operation("getReviewPolicy")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<ReviewPolicyView> Get(ProjectId projectId, CancellationToken cancellationToken) =>
        await mediator.Send(new GetReviewPolicy(projectId), cancellationToken);

    /// <summary>Change the approval gate of a project under its other name.</summary>
    /// <remarks>
    /// The review window stays as it is, and so does the N of a warm-up that <c>auto_approve</c> switches off. Containers that exist keep their
    /// status. A change that changes nothing leaves <c>updatedAt</c> alone. Faults are 422. There is no <c>dryRun</c> here, and asking for one is refused:
    /// <c>approval-policy</c> has it.
    /// </remarks>
    [HttpPatch]
    [Operation("changeReviewPolicy")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentApprove)]
    public async Task<ReviewPolicyView> Patch(ProjectId projectId, [JsonBody] PatchReviewPolicyBody body, CancellationToken cancellationToken)
    {
        // A caller that knows the flag from the other name asks for a preview, and must not get a change.
        if (QueryFlag.Parse("dryRun", Request.Query["dryRun"]))
            throw DomainException.Invalid([new Issue("dryRun", "dryRun is to be had under approval-policy alone.")]);
        return await mediator.Send(new PatchReviewPolicy(projectId, body.Policy, body.FirstN), cancellationToken);
    }
}

[Becomes<PatchReviewPolicy>]
public sealed record PatchReviewPolicyBody
{
    /// <summary><c>auto_approve</c>, <c>review_first_n</c> or <c>review_all</c>; required.</summary>
    public Optional<string> Policy { get; init; }

    /// <summary>1 to 50; required with <c>review_first_n</c>, refused with the others.</summary>
    public Optional<long> FirstN { get; init; }
}
