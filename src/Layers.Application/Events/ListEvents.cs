using Layers.Application.Seams;
using System.Diagnostics;
using FluentValidation;
using Layers.Application.Keys;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Events;

/// <summary>
/// Reads events in order, from the cursor on. With nothing to read it waits up to <see cref="Wait"/> for something, holding no connection
/// meanwhile. Needs <c>audit:read</c>. Parameters are as they came in the query.
/// </summary>
public sealed record ListEvents(IReadOnlyList<string> EventType, string? Since, string? Cursor, string? Limit, TimeSpan Wait) : IRequest<EventPage>
{
    public const int DefaultLimit = 50;
}

/// <param name="Next">Where to go on: always there, on the last page too.</param>
public sealed record EventPage(IReadOnlyList<PositionedEvent> Items, EventCursor Next);

public sealed class ListEventsValidator : AbstractValidator<ListEvents>
{
    public ListEventsValidator(EventCatalog events)
    {
        RuleFor(query => query.EventType).EachTakes(Rules.OneOf(events.Types));
        RuleFor(query => query.Since).Timestamp();
        RuleFor(query => query.Cursor).EventCursor((_, organization) => ListKey.Events(organization));
        RuleFor(query => query.Limit).Limit(otherwise: ListEvents.DefaultLimit);
    }
}

public sealed class ListEventsHandler(ICaller caller, IEvents events, INewEvents newEvents, CallerAccess access, ServerStopping stopping)
    : IRequestHandler<ListEvents, EventPage>
{
    // News can get lost with the node that was about to tell it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<EventPage> Handle(ListEvents request, CancellationToken cancellationToken)
    {
        var filter = FilterOf(request);
        var begun = Stopwatch.GetTimestamp();
        using var watch = newEvents.Watch(caller.Organization);
        while (true)
        {
            var found = await events.List(caller.Organization, filter, cancellationToken);
            DemandNotAhead(filter, found);
            DemandKept(request, filter, found);
            var left = request.Wait - Stopwatch.GetElapsedTime(begun);
            if (found.Events.Count > 0 || left <= TimeSpan.Zero || stopping.Token.IsCancellationRequested)
                return new EventPage(found.Events, CursorAt(found.ReadUpTo));

            filter = filter with { After = found.ReadUpTo };
            await watch.Wait(left < Patience ? left : Patience, stopping.Token, cancellationToken);
            await access.DemandStillOpen(cancellationToken);
        }
    }

    // Nothing was ever handed out beyond the last position: the cursor is of a feed that has lost its end, as when a backup was restored. An empty
    // page would be believed, and what happens up to the cursor would be skipped without a word.
    private static void DemandNotAhead(EventFilter filter, FoundEvents found)
    {
        if (filter.After > found.LastPosition)
            throw DomainException.CursorAhead(found.LastPosition);
    }

    // Without a cursor the feed begins with the oldest event that is kept.
    private void DemandKept(ListEvents request, EventFilter filter, FoundEvents found)
    {
        if (request.Cursor is not null && filter.After < found.RemovedUpTo)
            throw DomainException.CursorExpired(CursorAt(found.RemovedUpTo).ToString());
    }

    private EventCursor CursorAt(long position) => new(position, ListKey.Events(caller.Organization));

    private static EventFilter FilterOf(ListEvents request) =>
        new(
            request.EventType,
            Timestamp.TryParse(request.Since, out var since) ? since : null,
            request.Cursor is not null && EventCursor.TryParse(request.Cursor, out var cursor) ? cursor!.Position : 0,
            QueryFields.LimitOf(request.Limit, ListEvents.DefaultLimit));
}
