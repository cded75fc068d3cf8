using Layers.Application.Ports;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Audit;

internal sealed class AuditLog(Db db, ICaller caller) : IAuditLog
{
    // Each row opens its seal, for a worker to close when both are committed.
    private const string InsertEntries =
        """
        with written as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
          select @organization, e.event_id, e.event_type, e.occurred_at, @requestId, e.project_id, @apiKey, @actor, @actorType, e.data::json
          from unnest(@eventIds, @types, @times, @projects, @data) with ordinality as e (event_id, event_type, occurred_at, project_id, data, place)
          order by e.place
          returning event_id, sequence
        )
        insert into audit_seals (organization_id, event_id, sequence) select @organization, event_id, sequence from written
        """;

    public void Append(IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count > 0)
            Append(caller.Organization, caller.Actor, entries);
    }

    public void AppendByOperator(OrganizationId organization, AuditEntry entry) => Append(organization, Actor.Operator, [entry]);

    private void Append(OrganizationId organization, Actor actor, IReadOnlyList<AuditEntry> entries) =>
        db.Write(InsertEntries, new
        {
            organization = organization.Value,
            requestId = caller.RequestId,
            apiKey = caller.ApiKey?.Value,
            actor = actor.Name,
            actorType = actor.Type.ToWord(),
            eventIds = entries.Select(entry => Id.New<EventId>(entry.At).Value).ToArray(),
            types = entries.Select(entry => entry.Type).ToArray(),
            times = entries.Select(entry => entry.At).ToArray(),
            projects = entries.Select(entry => entry.Project?.Value).ToArray(),
            data = entries.Select(entry => StoredJson.Write(entry.Data)).ToArray(),
        });
}
