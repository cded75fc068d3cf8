using Layers.Application.Ports;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Audit;

internal sealed class AuditLog(Db db, ICaller caller) : IAuditLog
{
    private const string InsertEntry =
        """
        insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
        values (@organization, @eventId, @type, @at, @requestId, @project, @apiKey, @actor, @actorType, @data)
        """;

    private const string InsertEntries =
        """
        insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
        select @organization, e.event_id, e.event_type, @at, @requestId, e.project_id, @apiKey, @actor, @actorType, e.data::json
        from unnest(@eventIds, @types, @projects, @data) with ordinality as e (event_id, event_type, project_id, data, position)
        order by e.position
        """;

    public void Append(IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count == 1)
            AppendOne(entries[0]);
        else if (entries.Count > 1)
            AppendMany(entries);
    }

    private void AppendMany(IReadOnlyList<AuditEntry> entries) =>
        db.Write(InsertEntries, new
        {
            organization = caller.Organization.Value,
            at = entries[0].At,
            requestId = caller.RequestId,
            apiKey = caller.ApiKey?.Value,
            actor = caller.Actor.Name,
            actorType = caller.Actor.Type.ToWord(),
            eventIds = entries.Select(entry => Id.New<EventId>(entry.At).Value).ToArray(),
            types = entries.Select(entry => entry.Type).ToArray(),
            projects = entries.Select(entry => entry.Project!.Value.Value).ToArray(),
            data = entries.Select(entry => StoredJson.Write(entry.Data)).ToArray(),
        });

    private void AppendOne(AuditEntry entry) =>
        db.Write(InsertEntry, new
        {
            organization = caller.Organization.Value,
            eventId = Id.New<EventId>(entry.At).Value,
            type = entry.Type,
            at = entry.At,
            requestId = caller.RequestId,
            project = entry.Project?.Value,
            apiKey = caller.ApiKey?.Value,
            actor = caller.Actor.Name,
            actorType = caller.Actor.Type.ToWord(),
            data = new Json(StoredJson.Write(entry.Data)),
        });
}
