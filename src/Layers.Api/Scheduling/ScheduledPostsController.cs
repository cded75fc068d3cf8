using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Application;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Scheduling;

[ApiController]
[Route("v1")]
public sealed class ScheduledPostsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>List a project's scheduled posts, latest hour first.</summary>
    [HttpGet("projects/{projectId}/scheduled-posts")]
    [RequireScope(Scopes.PublishRead)]
    public async Task<PageResponse<PostResponse>> List(ProjectId projectId, [FromQuery(Name = "")] ListPostsQuery query, CancellationToken cancellationToken)
    {
        var list = new ListPosts(projectId, query.Status, query.SocialAccountId, query.Since, query.Until, query.Cursor, query.Limit);
        return mapper.MapPage<PostView, PostResponse>(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Read a scheduled post.</summary>
    [HttpGet("scheduled-posts/{scheduledPostId}")]
    [RequireScope(Scopes.PublishRead)]
    public async Task<PostResponse> Get(ScheduledPostId scheduledPostId, CancellationToken cancellationToken) =>
        mapper.Map<PostResponse>(await mediator.Send(new GetPost(scheduledPostId), cancellationToken));

    /// <summary>Move a queued post to another hour.</summary>
    [HttpPost("scheduled-posts/{scheduledPostId}/reschedule")]
    [RequireScope(Scopes.PublishWrite)]
    public async Task<PostResponse> Reschedule(ScheduledPostId scheduledPostId, [JsonBody] RescheduleBody body, CancellationToken cancellationToken) =>
        mapper.Map<PostResponse>(await mediator.Send(new ReschedulePost(scheduledPostId, body.ScheduledFor), cancellationToken));

    /// <summary>Cancel a queued post.</summary>
    [HttpDelete("scheduled-posts/{scheduledPostId}")]
    [RequireScope(Scopes.PublishWrite)]
    public async Task<PostResponse> Cancel(ScheduledPostId scheduledPostId, [JsonBody] CancelPostBody body, CancellationToken cancellationToken) =>
        mapper.Map<PostResponse>(await mediator.Send(new CancelPost(scheduledPostId, body.Reason), cancellationToken));
}

public sealed record ListPostsQuery
{
    public string[] Status { get; init; } = [];

    public string? SocialAccountId { get; init; }

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

public sealed record RescheduleBody
{
    public Optional<string> ScheduledFor { get; init; }
}

public sealed record CancelPostBody
{
    public Optional<string> Reason { get; init; }
}
