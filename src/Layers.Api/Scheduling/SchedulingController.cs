using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Domain.Scheduling;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Scheduling;

[ApiController]
[Route("v1/content/{containerId}")]
public sealed class SchedulingController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Schedule a container on accounts of its project.</summary>
    /// <remarks>
    /// While the container waits for approval, the answer is 202 and the posts are held back; they become live with the same ids, in the same
    /// transaction as the approval. Until then they are no scheduled posts, but stand in the container's <c>pendingSchedule</c>. Each call adds posts, also
    /// to what is held back: send an <c>Idempotency-Key</c>. One bad target and nothing is written. A target's <c>mode</c> says what becomes of the post:
    /// <c>publish</c>, it goes out; <c>draft</c>, into the account's drafts (not on Instagram); <c>managed</c>, to people who publish it for the account.
    /// A post has the caption of the moment in which it became live.
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

public sealed record ScheduleBody
{
    /// <summary>In the future.</summary>
    [Needed]
    [Timestamp]
    public Optional<string> ScheduledFor { get; init; }

    /// <summary>The accounts that it goes out on, and how.</summary>
    [Needed]
    [Count(1, PendingSchedule.MostPosts)]
    public Optional<IReadOnlyList<Optional<Target>>> Targets { get; init; }
}

public sealed record PublishBody
{
    /// <summary>The accounts that it goes out on, and how.</summary>
    [Needed]
    [Count(1, PendingSchedule.MostPosts)]
    public Optional<IReadOnlyList<Optional<Target>>> Targets { get; init; }
}
