using System.Text.Json;
using System.Xml;
using Npgsql;
using NpgsqlTypes;

namespace Layers.Bare;

internal sealed class Policies(NpgsqlDataSource database)
{
    public const string SelectPolicy =
        """
        select requires_approval, first_n_posts_blocked, auto_approve_after, updated_at
        from approval_policies where organization_id = $1 and project_id = $2
        """;

    public async Task Get(HttpContext context, Caller caller, Guid project)
    {
        await using var select = database.CreateCommand(SelectPolicy);
        select.Parameters.Add(Database.Parameter(caller.Organization));
        select.Parameters.Add(Database.Parameter(project));
        await Show(context, project, select);
    }

    public const string ChangePolicy =
        """
        with before as materialized (
          select a.* from approval_policies a
          join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id
          where a.organization_id = $1 and a.project_id = $2 and p.archived_at is null
          for update of a for key share of p),
        after as (
          update approval_policies a
          set requires_approval = coalesce($3, a.requires_approval), first_n_posts_blocked = coalesce($4, a.first_n_posts_blocked),
            auto_approve_after = coalesce($5, a.auto_approve_after), auto_approve_seconds = coalesce($6, a.auto_approve_seconds), updated_at = $7
          from before b
          where a.organization_id = $1 and a.project_id = $2
          returning a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after, a.updated_at),
        change as (
          select json_build_object(
            'before', json_build_object('projectId', 'prj_' || $2::text, 'requiresApproval', b.requires_approval,
              'firstNPostsBlocked', b.first_n_posts_blocked, 'autoApproveAfter', b.auto_approve_after, 'updatedAt', b.updated_at),
            'after', json_build_object('projectId', 'prj_' || $2::text, 'requiresApproval', a.requires_approval,
              'firstNPostsBlocked', a.first_n_posts_blocked, 'autoApproveAfter', a.auto_approve_after, 'updatedAt', a.updated_at)) as data
          from before b, after a),
        audited as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
          select $1, $8, 'approval_policy.updated', $7, $9, $2, $10, $11, 'service', data from change returning event_id, sequence),
        opened as (insert into audit_seals (organization_id, event_id, sequence) select $1, event_id, sequence from audited),
        told as (
          insert into events (organization_id, event_id, event_type, occurred_at, project_id, data)
          select $1, $12, 'approval_policy.updated', $7, $2, data from change)
        select * from after
        """;

    public async Task Patch(HttpContext context, Caller caller, Guid project)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var requires = body.RootElement.TryGetProperty("requiresApproval", out var flag) ? flag.GetBoolean() : (bool?)null;
        var firstN = body.RootElement.TryGetProperty("firstNPostsBlocked", out var number) ? number.GetInt32() : (int?)null;
        var window = body.RootElement.TryGetProperty("autoApproveAfter", out var text) ? text.GetString() : null;
        if (firstN is < 0 or > 50)
        {
            await Answer.Refuse(context, StatusCodes.Status422UnprocessableEntity, "VALIDATION");
            return;
        }

        await using var change = database.CreateCommand(ChangePolicy);
        change.Parameters.Add(Database.Parameter(caller.Organization));
        change.Parameters.Add(Database.Parameter(project));
        change.Parameters.Add(Database.Nullable(NpgsqlDbType.Boolean, requires));
        change.Parameters.Add(Database.Nullable(NpgsqlDbType.Integer, firstN));
        change.Parameters.Add(Database.Nullable(NpgsqlDbType.Text, window));
        change.Parameters.Add(Database.Nullable(NpgsqlDbType.Bigint, window is null ? null : (long)XmlConvert.ToTimeSpan(window).TotalSeconds));
        change.Parameters.Add(Database.Parameter(Database.Now));
        change.Parameters.Add(Database.Parameter(Guid.CreateVersion7()));
        change.Parameters.Add(Database.Parameter(caller.RequestId));
        change.Parameters.Add(Database.Parameter(caller.Key.Id));
        change.Parameters.Add(Database.Parameter(caller.Actor));
        change.Parameters.Add(Database.Parameter(Guid.CreateVersion7()));
        await Show(context, project, change);
    }

    private static async Task Show(HttpContext context, Guid project, NpgsqlCommand select)
    {
        await using var reader = await select.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            await Answer.Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND");
            return;
        }

        await Answer.Write(context, (reader, project), static (json, policy) =>
        {
            json.WriteStartObject();
            json.WriteId("projectId", "prj_", policy.project);
            json.WriteBoolean("requiresApproval", policy.reader.GetBoolean(0));
            json.WriteNumber("firstNPostsBlocked", policy.reader.GetInt32(1));
            json.WriteString("autoApproveAfter", policy.reader.Text(2));
            json.WriteTime("updatedAt", policy.reader.GetDateTime(3));
            json.WriteEndObject();
        });
    }
}
