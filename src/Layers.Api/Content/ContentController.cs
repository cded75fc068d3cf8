using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Application;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Content;

[ApiController]
[Route("v1")]
public sealed class ContentController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>List a project's containers, newest first.</summary>
    [HttpGet("projects/{projectId}/content")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<PageResponse<ContentRowResponse>> List(ProjectId projectId, [FromQuery] ListContentQuery query, CancellationToken cancellationToken)
    {
        var list = new ListContent(
            projectId, query.Status, query.Format, query.CreativeType, query.ApprovalStatus, query.Since, query.Until, query.Cursor, query.Limit);
        return mapper.MapPage<ContentRow, ContentRowResponse>(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Read a container in full.</summary>
    [HttpGet("content/{containerId}")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<IActionResult> Get(ContainerId containerId, CancellationToken cancellationToken)
    {
        var container = await mediator.Send(new GetContainer(containerId), cancellationToken);
        Response.SetRevision(container.Revision);
        return Request.HasRevision(container.Revision)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(mapper.Map<ContainerResponse>(container));
    }

    /// <summary>Ask whether a container may be published, and what opens the gate.</summary>
    [HttpGet("content/{containerId}/gate")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<GateResponse> GetGate(ContainerId containerId, CancellationToken cancellationToken) =>
        mapper.Map<GateResponse>(await mediator.Send(new GetGate(containerId), cancellationToken));

    /// <summary>Correct the caption of uploaded content.</summary>
    [HttpPatch("content/{containerId}")]
    [RequireScope(Scopes.ContentWrite)]
    public async Task<ContainerResponse> CorrectCaption(ContainerId containerId, [JsonBody] CorrectCaptionBody body, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new CorrectCaption(containerId, body.Caption, Request.IfMatch()), cancellationToken));

    /// <summary>Approve a pending container, so that it can be scheduled.</summary>
    [HttpPost("content/{containerId}/approve")]
    [RequireDecisionScope]
    public async Task<ApprovalResponse> Approve(ContainerId containerId, [JsonBody] ApproveBody body, CancellationToken cancellationToken)
    {
        var approval = await mediator.Send(new ApproveContainer(containerId, body.Note, Request.IfMatch()), cancellationToken);
        Response.SetRevision(approval.Revision);
        return mapper.Map<ApprovalResponse>(approval);
    }

    /// <summary>Stop a pending container's review clock: silence does not approve it until it is released.</summary>
    [HttpPost("content/{containerId}/hold")]
    [RequireScope(Scopes.ContentApprove)]
    public async Task<ContainerResponse> Hold(ContainerId containerId, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new HoldContainer(containerId, Request.IfMatch()), cancellationToken));

    /// <summary>Let a held container's review clock go on where it stood.</summary>
    [HttpPost("content/{containerId}/release")]
    [RequireScope(Scopes.ContentApprove)]
    public async Task<ContainerResponse> Release(ContainerId containerId, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new ReleaseContainer(containerId, Request.IfMatch()), cancellationToken));

    /// <summary>Reject a pending container for good.</summary>
    [HttpPost("content/{containerId}/reject")]
    [RequireDecisionScope]
    public async Task<RejectionResponse> Reject(ContainerId containerId, [JsonBody] RejectBody body, CancellationToken cancellationToken)
    {
        var rejection = await mediator.Send(new RejectContainer(containerId, body.Reason, Request.IfMatch()), cancellationToken);
        Response.SetRevision(rejection.Revision);
        return mapper.Map<RejectionResponse>(rejection);
    }

    private ContainerResponse Show(ContainerView container)
    {
        Response.SetRevision(container.Revision);
        return mapper.Map<ContainerResponse>(container);
    }
}

public sealed record ListContentQuery
{
    public string[] Status { get; init; } = [];

    public string[] Format { get; init; } = [];

    public string[] CreativeType { get; init; } = [];

    public string[] ApprovalStatus { get; init; } = [];

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

public sealed record CorrectCaptionBody
{
    public Optional<string> Caption { get; init; }
}

public sealed record ApproveBody
{
    public Optional<string> Note { get; init; }
}

public sealed record RejectBody
{
    public Optional<string> Reason { get; init; }
}
