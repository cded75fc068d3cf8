using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Domain;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Moderation;

[ApiController]
[Route("v1/content/{containerId}/looks")]
public sealed class LooksController(IMediator mediator) : ControllerBase
{
    /// <summary>Say that you have looked at a container's caption.</summary>
    /// <remarks>Opens the gate for a caption with a delicate word, until the caption is corrected. Send <c>If-Match</c> with the revision that you have seen.</remarks>
    [HttpPost]
    [Operation("recordLook")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(AcmeModeration.LookScope)]
    public async Task<LookView> Record(ContainerId containerId, [JsonBody] RecordLookBody body, CancellationToken cancellationToken)
    {
        var recorded = await mediator.Send(new RecordLook(containerId, body.Remark, Request.IfMatch()), cancellationToken);
        Response.SetRevision(recorded.Revision);
        return recorded.Look;
    }

    /// <summary>List the looks at a container, latest first.</summary>
    [HttpGet]
    [Operation("listLooks")]
    [RequireScope(AcmeModeration.LookScope)]
    public async Task<PageResponse<LookView>> List(ContainerId containerId, [FromQuery(Name = "")] ListLooksQuery query, CancellationToken cancellationToken) =>
        PageResponse<LookView>.Of(await mediator.Send(new ListLooks(containerId, query.Cursor, query.Limit), cancellationToken));
}

[Becomes<ListLooks>]
public sealed record ListLooksQuery
{
    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

[Becomes<RecordLook>]
public sealed record RecordLookBody
{
    /// <summary>Kept with the look.</summary>
    public Optional<string> Remark { get; init; }
}
