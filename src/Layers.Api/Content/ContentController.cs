using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
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
    /// <remarks>
    /// Each row has what a gallery shows. Repeat a filter to combine its values; different filters narrow each other.
    /// A walk with <c>nextCursor</c> to its end shows every container that was there when it began, once.
    /// </remarks>
    [HttpGet("projects/{projectId}/content")]
    [Operation("listContent")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<PageResponse<ContentRowResponse>> List(ProjectId projectId, [FromQuery(Name = "")] ListContentQuery query, CancellationToken cancellationToken)
    {
        var list = new ListContent(
            projectId, query.Status, query.Format, query.CreativeType, query.ApprovalStatus, query.Since, query.Until, query.Cursor, query.Limit);
        return mapper.MapPage<ContentRow, ContentRowResponse>(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Read a container in full.</summary>
    /// <remarks>
    /// The <c>ETag</c> is the container's revision; with the same one in <c>If-None-Match</c> the response is 304. It is the container all the same where
    /// <c>gate</c> may have changed without a new revision: the project is archived, its policy was changed, it counts decisions (<c>firstN</c>), or the deadline has been moved.
    /// </remarks>
    [HttpGet("content/{containerId}")]
    [Operation("getContainer")]
    [ConditionalRead]
    [ProducesResponseType<ContainerResponse>(StatusCodes.Status200OK)]
    [RequireScope(Scopes.ContentRead)]
    public async Task<IActionResult> Get(ContainerId containerId, CancellationToken cancellationToken)
    {
        var read = await mediator.Send(new GetContainer(containerId), cancellationToken);
        Response.SetRevision(read.View.Revision);
        return read.FollowsFromRevision && Request.HasRevision(read.View.Revision)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(mapper.Map<ContainerResponse>(read.View));
    }

    /// <summary>Ask whether a container may be published, and what opens the gate.</summary>
    /// <remarks>The same verdict is <c>gate</c> of the container. <c>next</c> names what can be done now.</remarks>
    [HttpGet("content/{containerId}/gate")]
    [Operation("getGate")]
    [RequireScope(Scopes.ContentRead)]
    public async Task<GateResponse> GetGate(ContainerId containerId, CancellationToken cancellationToken) =>
        mapper.Map<GateResponse>(await mediator.Send(new GetGate(containerId), cancellationToken));

    /// <summary>Correct the caption of uploaded content.</summary>
    /// <remarks>
    /// The caption is kept byte for byte, <c>completedAt</c> is refreshed, and the approval status stays. Posts that are queued keep the caption that they
    /// have. Generated or unfinished content is refused with 422, a stale <c>If-Match</c> with 412.
    /// </remarks>
    [HttpPatch("content/{containerId}")]
    [Operation("correctCaption")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentWrite)]
    [LargestBody(RequestBody.LargestRemark)]
    public async Task<ContainerResponse> CorrectCaption(ContainerId containerId, [JsonBody] CorrectCaptionBody body, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new CorrectCaption(containerId, body.Caption, Request.IfMatch()), cancellationToken));

    /// <summary>Approve a pending container, so that it can be scheduled.</summary>
    /// <remarks>
    /// Once and for good: one of any number of simultaneous decisions wins, and the others get 409, as does a container that was never gated.
    /// An unfinished one is refused with 422, a stale <c>If-Match</c> with 412. Any key of the organization may approve, unless the server asks
    /// for <c>content:approve</c>.
    /// </remarks>
    [HttpPost("content/{containerId}/approve")]
    [Operation("approveContainer")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict)]
    [RequireDecisionScope]
    [LargestBody(RequestBody.LargestRemark)]
    public async Task<ApprovalResponse> Approve(ContainerId containerId, [JsonBody] ApproveBody body, CancellationToken cancellationToken)
    {
        var approval = await mediator.Send(new ApproveContainer(containerId, body.Note, Request.IfMatch()), cancellationToken);
        Response.SetRevision(approval.Revision);
        return mapper.Map<ApprovalResponse>(approval);
    }

    /// <summary>Stop a pending container's review clock: silence does not approve it until it is released.</summary>
    /// <remarks>One that is not completed yet can be held too. One that has failed or was canceled is refused with 422: nobody can decide it.</remarks>
    [HttpPost("content/{containerId}/hold")]
    [Operation("holdContainer")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentApprove)]
    public async Task<ContainerResponse> Hold(ContainerId containerId, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new HoldContainer(containerId, Request.IfMatch()), cancellationToken));

    /// <summary>Let a held container's review clock continue with the time that was left.</summary>
    /// <remarks>Refused like a hold.</remarks>
    [HttpPost("content/{containerId}/release")]
    [Operation("releaseContainer")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentApprove)]
    public async Task<ContainerResponse> Release(ContainerId containerId, CancellationToken cancellationToken) =>
        Show(await mediator.Send(new ReleaseContainer(containerId, Request.IfMatch()), cancellationToken));

    /// <summary>Reject a pending container for good.</summary>
    /// <remarks>It can never be published, and nothing takes that back. Refused like an approval.</remarks>
    [HttpPost("content/{containerId}/reject")]
    [Operation("rejectContainer")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict)]
    [RequireDecisionScope]
    [LargestBody(RequestBody.LargestRemark)]
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

/// <summary>What to list. An absent filter lets everything through.</summary>
[Becomes<ListContent>]
public sealed record ListContentQuery
{
    public string[] Status { get; init; } = [];

    public string[] Format { get; init; } = [];

    public string[] CreativeType { get; init; } = [];

    public string[] ApprovalStatus { get; init; } = [];

    /// <summary>Created at or after this instant: ISO 8601 in UTC, with <c>Z</c>.</summary>
    public string? Since { get; init; }

    /// <summary>Created at or before this instant.</summary>
    public string? Until { get; init; }

    /// <summary><c>nextCursor</c> of the page before, unchanged.</summary>
    public string? Cursor { get; init; }

    /// <summary>Rows a page: 1 to 200, or 25.</summary>
    public string? Limit { get; init; }
}

[Becomes<CorrectCaption>]
public sealed record CorrectCaptionBody
{
    /// <summary>At most 2,200 characters (code points); may be empty, not absent.</summary>
    public Optional<string> Caption { get; init; }
}

[Becomes<ApproveContainer>]
public sealed record ApproveBody
{
    /// <summary>At most 1,024 characters, kept with the decision; may be absent or null.</summary>
    public Optional<string> Note { get; init; }
}

[Becomes<RejectContainer>]
public sealed record RejectBody
{
    /// <summary>1 to 1,024 characters, not blanks alone; kept with the decision.</summary>
    public Optional<string> Reason { get; init; }
}
