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

    public void Append(AuditEntry entry) =>
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
