using Layers.Application.Seams;
using System.Diagnostics;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Events;

internal sealed class Outbox(Db db, ICaller caller, EventCatalog events) : IOutbox
{
    private const string InsertEvents =
        """
        insert into events (organization_id, event_id, event_type, occurred_at, project_id, data, trace_parent)
        select @organization, e.event_id, e.event_type, @at, @project, e.data::json, @traceParent
        from unnest(@eventIds, @types, @data) with ordinality as e (event_id, event_type, data, place)
        order by e.place
        """;

    public void Append(IReadOnlyList<OutboxEvent> happened)
    {
        if (happened.FirstOrDefault(one => !events.Types.Contains(one.Type)) is { } stranger)
            throw new InvalidOperationException($"The event {stranger.Type} was not added to the server.");
        foreach (var alike in happened.GroupBy(one => (one.At, one.Project)))
        {
            db.Write(InsertEvents, new
            {
                organization = caller.Organization.Value,
                at = alike.Key.At,
                project = alike.Key.Project?.Value,
                eventIds = alike.Select(one => Id.New<EventId>(one.At).Value).ToArray(),
                types = alike.Select(one => one.Type).ToArray(),
                data = alike.Select(one => StoredJson.Write(one.Data)).ToArray(),
                traceParent = TraceParent(),
            });
        }
    }

    // Of a trace that somebody keeps: the caller's, or one that is recorded here.
    private static string? TraceParent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity && (activity.Recorded || activity.ParentId is not null) ? activity.Id : null;
}
