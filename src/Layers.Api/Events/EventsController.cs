using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Events;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using NodaTime;

namespace Layers.Api.Events;

[ApiController]
[Route("v1/events")]
public sealed class EventsController(IMediator mediator, IMapper mapper) : ControllerBase
{
    private const int LongestWaitSeconds = 30;

    /// <summary>Follow what happens in the organization, in order and from where you left off.</summary>
    /// <remarks>
    /// <c>nextCursor</c> is always there: keep it, and send it to go on. Nothing ever appears behind it. Events come in the order of their <c>position</c>,
    /// which webhooks carry too. With <c>Prefer: wait=N</c>, up to 30 seconds, the response waits until there is something to read. Events are kept for
    /// 90 days, unless the operator has set another time: a cursor behind which some were removed is 410 <c>CURSOR_EXPIRED</c>, with the cursor of the
    /// oldest that are kept in <c>details.nextCursor</c>.
    /// </remarks>
    [HttpGet]
    [Operation("listEvents")]
    [Takes(ParameterLocation.Header, "Prefer", "`wait=N`: wait up to N seconds, or 30 when N is more, for something to read. Other preferences are ignored.", Example = "wait=0")]
    [SendsHeader(StatusCodes.Status200OK, "Preference-Applied", "`wait=N`, when it was asked for: the seconds that were granted.")]
    [Refuses(ErrorKind.CursorAhead, ErrorKind.CursorExpired)]
    [RequireScope(Scopes.AuditRead)]
    public async Task<EventPageResponse> List([FromQuery(Name = "")] ListEventsQuery query, CancellationToken cancellationToken)
    {
        var list = new ListEvents(query.EventType, query.Since, query.Cursor, query.Limit, Preferences.WantedWait(HttpContext, LongestWaitSeconds));
        var page = await mediator.Send(list, cancellationToken);
        return new EventPageResponse(mapper.Map<List<EventResponse>>(page.Items), page.Next.ToString());
    }
}

[Becomes<ListEvents>]
public sealed record ListEventsQuery
{
    /// <summary>Only events of this type.</summary>
    [AlsoCalled("type")]
    public string[] EventType { get; init; } = [];

    /// <summary>Happened at or after this instant.</summary>
    public string? Since { get; init; }

    /// <summary><c>nextCursor</c> of the response before, unchanged.</summary>
    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

/// <param name="NextCursor">Where to go on; there on an empty page too.</param>
public sealed record EventPageResponse(IReadOnlyList<EventResponse> Items, string NextCursor);

/// <param name="Position">The event's place in the organization's order, from 1 and without gaps. Order by it.</param>
public sealed record EventResponse(
    Domain.EventId Id,
    string Type,
    long Position,
    Instant OccurredAt,
    JsonText Data);

public sealed class EventMaps : Profile
{
    public EventMaps() => CreateMap<PositionedEvent, EventResponse>();
}
