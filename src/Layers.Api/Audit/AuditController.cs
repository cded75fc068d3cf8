using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Audit;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Audit;

[ApiController]
[Route("v1/audit-log")]
public sealed class AuditController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>List who did what in the organization, newest first.</summary>
    /// <remarks>
    /// With <c>Accept: application/x-ndjson</c> all rows that match are streamed, a line each, and <c>limit</c> bounds them only when it is given.
    /// A row's <c>seal</c> is its place in the organization's hash chain; it is null for a moment after the row was written.
    /// </remarks>
    [HttpGet]
    [Operation("listAuditLog")]
    [OrAnswersLines(typeof(AuditRowResponse))]
    [RequireScope(Scopes.AuditRead)]
    [ProducesResponseType<PageResponse<AuditRowResponse>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List([FromQuery(Name = "")] AuditLogQuery query, CancellationToken cancellationToken)
    {
        var asked = new AuditQuery(query.EventType, query.ProjectId, query.ApiKeyId, query.Since, query.Until, query.Cursor, query.Limit);
        if (Ndjson.IsPreferredBy(Request))
            return new NdjsonResult<AuditRow>(await mediator.Send(new ExportAuditLog(asked), cancellationToken), AuditText.WriteLine);
        return Ok(mapper.MapPage<AuditRow, AuditRowResponse>(await mediator.Send(new ListAuditLog(asked), cancellationToken)));
    }

    /// <summary>Check that no row of the audit log was changed, removed or slipped in since it was sealed.</summary>
    /// <remarks>
    /// The chain is computed again from its beginning. With <c>position</c> and <c>hash</c>, of a <c>seal</c> that was kept elsewhere, it must also run through
    /// that seal. <c>firstBroken</c> names what is wrong first: <c>changed</c>, <c>missing</c>, <c>not_chained</c> or <c>anchor_differs</c>.
    /// </remarks>
    [HttpGet("verify")]
    [Operation("verifyAuditLog")]
    [RequireScope(Scopes.AuditRead)]
    public async Task<AuditVerdict> Verify([FromQuery(Name = "")] VerifyAuditLogQuery query, CancellationToken cancellationToken) =>
        await mediator.Send(new VerifyAuditLog(query.Position, query.Hash), cancellationToken);
}

[Becomes<ListAuditLog>]
public sealed record AuditLogQuery
{
    /// <summary>Like <c>content.approved</c>. Older rows keep the words of their time, like <c>container.approved</c>.</summary>
    [AlsoCalled("type")]
    public string[] EventType { get; init; } = [];

    /// <summary>Only what happened in that project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Only what was done with that key.</summary>
    public string? ApiKeyId { get; init; }

    public string? Since { get; init; }

    public string? Until { get; init; }

    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

[Becomes<VerifyAuditLog>]
public sealed record VerifyAuditLogQuery
{
    /// <summary>Of the seal that was kept; comes with <c>hash</c>.</summary>
    public string? Position { get; init; }

    /// <summary>Of the same seal.</summary>
    public string? Hash { get; init; }
}
