using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Api.RateLimits;
using Layers.Application;
using Layers.Application.Content;
using Layers.Domain;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Content;

[ApiController]
[Route("v1/projects/{projectId}/content/decisions")]
public sealed class DecisionsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Approve and reject many containers of a project in one call.</summary>
    /// <remarks>
    /// 1 to 200 decisions, made in the order given and committed together. Each has a result of its own, in the same order: the <c>status</c> and
    /// the <c>body</c> that the single call would have returned. One that is refused (404, 409, 412, 422) does not stop the others. A call whose shape is
    /// wrong decides nothing: 422 with every fault at its path. When another request keeps one of the containers locked for 2 s the whole call is 409 with
    /// <c>Retry-After</c> and nothing is decided; it may be sent again as it is.
    /// </remarks>
    [HttpPost]
    [Operation("decideContainers")]
    [Refuses(ErrorKind.Conflict)]
    [RequireDecisionScope]
    [LongRunning]
    [LargestBody(RequestBody.LargestDecisions)]
    public async Task<DecisionsResponse> Decide(ProjectId projectId, [JsonBody] DecisionsBody body, CancellationToken cancellationToken)
    {
        var decisions = await mediator.Send(new DecideContainers(projectId, body.Decisions), cancellationToken);
        return new DecisionsResponse([.. decisions.Results.Select(Show)]);
    }

    private DecisionResponse Show(DecisionView decision)
    {
        if (decision.Refusal is { } refusal)
        {
            var answer = ErrorResponses.Of(refusal.Kind, refusal.Message, refusal.Details);
            return new DecisionResponse(decision.Id, answer.Status, answer.ToEnvelope(refusal.RequestId));
        }

        object body = decision.Approval is null ? mapper.Map<RejectionResponse>(decision.Rejection) : mapper.Map<ApprovalResponse>(decision.Approval);
        return new DecisionResponse(decision.Id, StatusCodes.Status200OK, body);
    }
}

[Becomes<DecideContainers>]
public sealed record DecisionsBody
{
    /// <summary>1 to 200. A container that stands here twice is decided by the first.</summary>
    public Optional<IReadOnlyList<Optional<DecisionItem>>> Decisions { get; init; }
}

public sealed record DecisionsResponse(IReadOnlyList<DecisionResponse> Results);

/// <param name="Status">The status that the single call would have had.</param>
/// <param name="Body">Its response, or its error in the usual envelope.</param>
public sealed record DecisionResponse(
    ContainerId Id,
    int Status,
    [property: OneShapeOf(typeof(ApprovalResponse), typeof(RejectionResponse), typeof(ErrorEnvelope))] object Body);
