using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Content;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Scheduling;

[ApiController]
[Route("v1/content/{containerId}")]
public sealed class SchedulingController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Schedule a container on accounts of its project.</summary>
    /// <remarks>
    /// While the container waits for approval, the answer is 202 and the posts are <c>held</c>: they can be read, moved and canceled by their ids, and stand in
    /// the container's <c>pendingSchedule</c>. The approval queues them, in its own transaction; a rejection cancels them. Each call adds posts, also
    /// to those that are held: send an <c>Idempotency-Key</c>. One bad target and nothing is written. A target's <c>mode</c> says what becomes of the post:
    /// <c>publish</c>, it goes out; <c>draft</c>, into the account's drafts (not on Instagram); <c>managed</c>, to people who publish it for the account.
    /// A post has the caption of the moment in which it was queued.
    /// </remarks>
    [HttpPost("schedule")]
    [Operation("scheduleContainer")]
    [ConditionalWrite]
    [ProducesResponseType<ScheduleResponse>(StatusCodes.Status201Created)]
    [ProducesResponseType<BlockedScheduleResponse>(StatusCodes.Status202Accepted, Description = "The container waits for approval, and the posts wait with it.")]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict, ErrorKind.ContentRejected)]
    [RequireScope(Scopes.PublishWrite)]
    [LargestBody(RequestBody.LargestSchedule)]
    public async Task<IActionResult> Schedule(ContainerId containerId, [JsonBody] ScheduleBody body, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ScheduleContainer(containerId, body.ScheduledFor, body.Targets, Request.IfMatch()), cancellationToken));

    /// <summary>Cancel all posts that wait for a container's approval.</summary>
    /// <remarks>
    /// The posts become <c>canceled</c>, and the container's <c>pendingSchedule</c> null. A schedule whose promotion failed is dismissed in the same way; its
    /// posts stay <c>failed</c>. Where there is neither this is a <c>CONFLICT</c>: the posts may just have been queued by an approval.
    /// </remarks>
    [HttpDelete("pending-schedule")]
    [Operation("dropPendingSchedule")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.PublishWrite)]
    public async Task<ContainerResponse> DropPending(ContainerId containerId, [JsonBody] CancelPostBody body, CancellationToken cancellationToken)
    {
        var container = await mediator.Send(new DropPendingSchedule(containerId, body.Reason, Request.IfMatch()), cancellationToken);
        Response.SetRevision(container.Revision);
        return mapper.Map<ContainerResponse>(container);
    }

    /// <summary>Publish a container now.</summary>
    /// <remarks>A container that waits for approval is refused with <c>APPROVAL_REQUIRED</c>, and nothing is kept.</remarks>
    [HttpPost("publish")]
    [Operation("publishContainer")]
    [ConditionalWrite]
    [ProducesResponseType<ScheduleResponse>(StatusCodes.Status201Created)]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict, ErrorKind.ContentRejected, ErrorKind.ApprovalRequired)]
    [RequireScope(Scopes.PublishWrite)]
    [LargestBody(RequestBody.LargestSchedule)]
    public async Task<IActionResult> Publish(ContainerId containerId, [JsonBody] PublishBody body, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new PublishContainer(containerId, body.Targets, Request.IfMatch()), cancellationToken));

    private ObjectResult Answer(ScheduleView schedule)
    {
        Response.SetRevision(schedule.Revision);
        return schedule.Gate is null
            ? StatusCode(StatusCodes.Status201Created, mapper.Map<ScheduleResponse>(schedule))
            : StatusCode(StatusCodes.Status202Accepted, mapper.Map<BlockedScheduleResponse>(schedule));
    }
}

[Becomes<ScheduleContainer>]
public sealed record ScheduleBody
{
    /// <summary>In the future.</summary>
    public Optional<string> ScheduledFor { get; init; }

    /// <summary>The accounts that it goes out on, and how.</summary>
    public Optional<IReadOnlyList<Optional<Target>>> Targets { get; init; }
}

[Becomes<PublishContainer>]
public sealed record PublishBody
{
    /// <summary>The accounts that it goes out on, and how.</summary>
    public Optional<IReadOnlyList<Optional<Target>>> Targets { get; init; }
}
