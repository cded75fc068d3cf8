using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Approval;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Approval;

[ApiController]
[Route("v1/projects/{projectId}/approval-policy")]
public sealed class ApprovalPolicyController(IMediator mediator) : ControllerBase
{
    /// <summary>Read the approval gate of a project.</summary>
    /// <remarks>A project whose policy was never set has an open gate, and its own <c>createdAt</c> as <c>updatedAt</c>.</remarks>
    [HttpGet]
    [RequireScope(Scopes.ContentRead)]
    [Operation("getApprovalPolicy")]
    public async Task<PolicyView> Get(ProjectId projectId, CancellationToken cancellationToken) =>
        await mediator.Send(new GetPolicy(projectId), cancellationToken);

    /// <summary>Change the approval gate of a project.</summary>
    /// <remarks>
    /// Absent keeps, <c>null</c> unsets, a value sets; at least one field. Containers that exist keep their status. Every fault is 400, all of them
    /// at once. A change that changes nothing leaves <c>updatedAt</c> alone. With <c>dryRun=true</c> nothing changes, and the response shows what would.
    /// </remarks>
    [HttpPatch]
    [RequireScope(Scopes.ContentApprove)]
    [FaultStatus(400)]
    [LargestBody(RequestBody.LargestRemark)]
    [Operation("changeApprovalPolicy")]
    [ProducesResponseType<PolicyView>(StatusCodes.Status200OK)]
    [OrAnswers(StatusCodes.Status200OK, typeof(PolicyPreview))]
    public async Task<IActionResult> Patch(
        ProjectId projectId,
        [JsonBody] PatchPolicyBody body,
        [FromQuery, OneOf("true", "false")] string? dryRun,
        CancellationToken cancellationToken)
    {
        if (QueryFlag.Parse("dryRun", dryRun))
            return Ok(await mediator.Send(new PreviewPolicy(projectId, body), cancellationToken));
        return Ok(await mediator.Send(new PatchPolicy(projectId, body), cancellationToken));
    }
}

[Becomes<PatchPolicy>]
public sealed record PatchPolicyBody : PolicySettings;
