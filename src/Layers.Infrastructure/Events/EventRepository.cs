using Layers.Application;
using Layers.Application.Events;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Events;

internal sealed class EventRepository(Db db) : IEvents
{
    // From one organization to the next, in the index: a long backlog of one is not read to find another.
    private const string SelectOrganizationsToPosition =
        """
        with recursive waiting (organization_id) as (
          (select organization_id from events where position is null order by organization_id limit 1)
          union all
          select (
            select next.organization_id from events next
            where next.position is null and next.organization_id > waiting.organization_id
            order by next.organization_id limit 1)
          from waiting where waiting.organization_id is not null
        )
        select organization_id from waiting where organization_id is not null
        """;

    public async Task<IReadOnlyList<OrganizationId>> ListOrganizationsToPosition(CancellationToken cancellationToken)
    {
        var organizations = await db.Many<Guid>(SelectOrganizationsToPosition, new { }, cancellationToken);
        return [.. organizations.Select(OrganizationId.From)];
    }

    // Makes the row where there is none, and locks it. That takes a row version more than `for update` would, and a way to PostgreSQL less.
    private const string LockPositions =
        """
        insert into event_positions as p (organization_id, last_position) values (@organization, 0)
        on conflict (organization_id) do update set last_position = p.last_position
        """;

    // A statement of its own, behind the lock: it sees what the node that held the lock before has positioned.
    private const string GivePositions =
        """
        with placed as (
          select e.event_id, p.last_position + row_number() over (order by e.sequence) as position
          from event_positions p
          cross join lateral (
            select event_id, sequence from events where organization_id = @organization and position is null order by sequence limit @atMost) e
          where p.organization_id = @organization
        )
        update events e set position = placed.position
        from placed
        where e.organization_id = @organization and e.event_id = placed.event_id
        returning e.position
        """;

    private const string KeepPosition = "update event_positions set last_position = @last where organization_id = @organization";

    public async Task<PositionedRange> Position(OrganizationId organization, int atMost, CancellationToken cancellationToken)
    {
        db.Write(LockPositions, new { organization = organization.Value });
        var given = await db.Many<long>(GivePositions, new { organization = organization.Value, atMost }, cancellationToken);
        if (given.Count == 0)
            return PositionedRange.None;
        var range = new PositionedRange(given.Min() - 1, given.Max());
        db.Update(KeepPosition, new { organization = organization.Value, last = range.UpTo });
        return range;
    }

    private const string SelectEvents =
        """
        select event_id, event_type, occurred_at, data, position
        from events
        where organization_id = @organization and position > @after
        """;

    public async Task<FoundEvents> List(OrganizationId organization, EventFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            after = filter.After,
            types = filter.Types.Distinct().ToArray(),
            since = filter.Since,
            limit = filter.Limit,
        };
        var rows = await db.Many<Row>(ListSql(filter), arguments, cancellationToken);
        var events = rows.Where(row => row.EventId is not null).Select(row => row.ToView()).ToList();
        var hasMore = events.Count == filter.Limit;
        var (last, removed) = rows is [var first, ..] ? (first.LastPosition, first.RemovedUpTo) : (0, 0);
        return new FoundEvents(events, hasMore ? events[^1].Position : Math.Max(filter.After, last), last, removed);
    }

    // One statement, so that the last position and the events are of one moment. A type is a range of its index, in order, however rare it is.
    private static string ListSql(EventFilter filter)
    {
        var since = filter.Since is null ? "" : " and occurred_at >= @since";
        var type = filter.Types.Count == 0 ? "" : " and event_type = asked.type";
        var page = Taken($"{SelectEvents}{since}{type} order by position limit {KeysetList.LongestPage}");
        return
            $"""
             select p.last_position, p.removed_up_to, e.*
             from event_positions p
             left join lateral ({(filter.Types.Count == 0 ? page : Taken($"select b.* from unnest(@types) as asked (type) cross join lateral ({page}) b"))}) e on true
             where p.organization_id = @organization
             order by e.position
             """;
    }

    private static string Taken(string rows) => $"select * from ({rows}) b order by position limit @limit";

    private sealed record Row
    {
        public long LastPosition { get; init; }

        public long RemovedUpTo { get; init; }

        public Guid? EventId { get; init; }

        public string EventType { get; init; } = "";

        public Instant OccurredAt { get; init; }

        public string Data { get; init; } = "";

        public long Position { get; init; }

        public PositionedEvent ToView() => new(new EventId(EventId!.Value), EventType, OccurredAt, new JsonText(Data), Position);
    }
}
