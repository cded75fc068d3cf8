using Layers.Api.Auth;
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
[Route("v1")]
public sealed class ScheduledPostsController(IMediator mediator) : ControllerBase
{
    /// <summary>List a project's scheduled posts, latest hour first.</summary>
    /// <remarks>
    /// Posts that wait for the approval of their container are among them, with the status <c>held</c>. The list is ordered by the hour, and a post that is
    /// moved to another hour during a walk moves in the list: it may be missed, or seen twice. To see every change of a post, follow the events.
    /// </remarks>
    [HttpGet("projects/{projectId}/scheduled-posts")]
    [Operation("listPosts")]
    [RequireScope(Scopes.PublishRead)]
    public async Task<PageResponse<PostView>> List(ProjectId projectId, [FromQuery(Name = "")] ListPostsQuery query, CancellationToken cancellationToken)
    {
        var list = new ListPosts(projectId, query.Status, query.SocialAccountId, query.Since, query.Until, query.Cursor, query.Limit);
        return PageResponse<PostView>.Of(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Read a scheduled post.</summary>
    [HttpGet("scheduled-posts/{scheduledPostId}")]
    [Operation("getPost")]
    [RequireScope(Scopes.PublishRead)]
    public Task<PostView> Get(ScheduledPostId scheduledPostId, CancellationToken cancellationToken) =>
        mediator.Send(new GetPost(scheduledPostId), cancellationToken);

    /// <summary>Move a held or queued post to another hour. One that was tried already keeps its hour.</summary>
    /// <remarks>The hour that it has already changes nothing. <c>If-Match</c> and <c>ETag</c> are the revision of the post's container.</remarks>
    [HttpPost("scheduled-posts/{scheduledPostId}/reschedule")]
    [Operation("reschedulePost")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.PublishWrite)]
    public async Task<PostView> Reschedule(ScheduledPostId scheduledPostId, [JsonBody] RescheduleBody body, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new ReschedulePost(scheduledPostId, body.ScheduledFor, Request.IfMatch()), cancellationToken));

    /// <summary>Cancel a post that is held or queued, or waits for its next attempt.</summary>
    /// <remarks><c>If-Match</c> and <c>ETag</c> are the revision of the post's container.</remarks>
    [HttpDelete("scheduled-posts/{scheduledPostId}")]
    [Operation("cancelPost")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.PublishWrite)]
    public async Task<PostView> Cancel(ScheduledPostId scheduledPostId, [JsonBody] CancelPostBody body, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CancelPost(scheduledPostId, body.Reason, Request.IfMatch()), cancellationToken));

    private PostView Answer(ChangedPost changed)
    {
        Response.SetRevision(changed.Revision);
        return changed.Post;
    }
}

[Becomes<ListPosts>]
public sealed record ListPostsQuery
{
    public string[] Status { get; init; } = [];

    /// <summary>Only posts on this account.</summary>
    public string? SocialAccountId { get; init; }

    /// <summary>Scheduled for this instant or later.</summary>
    public string? Since { get; init; }

    /// <summary>Scheduled for this instant or earlier.</summary>
    public string? Until { get; init; }

    /// <summary><c>nextCursor</c> of the page before, unchanged.</summary>
    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

[Becomes<ReschedulePost>]
public sealed record RescheduleBody
{
    /// <summary>In the future.</summary>
    public Optional<string> ScheduledFor { get; init; }
}

[Becomes<CancelPost>]
public sealed record CancelPostBody
{
    /// <summary>Kept with the post.</summary>
    public Optional<string> Reason { get; init; }
}
