using Npgsql;
using NpgsqlTypes;

namespace Layers.Sweep;

/// <summary>
/// One statement for a batch of 1,000, that writes what the house writes, to the byte: the least that PostgreSQL can be asked for. It holds nothing
/// of what the house holds against others (policy, project, accounts).
/// </summary>
internal static class BareSweep
{
    public static Task Run(string connectionString, int connections) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => Run(connectionString))));

    private static async Task Run(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Batch, connection);
        var now = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var job = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text });
        var time = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text });
        await command.PrepareAsync();
        do
        {
            now.Value = TimeProvider.System.GetUtcNow().UtcDateTime;
            job.Value = $"job_{Guid.CreateVersion7():D}";
            time.Value = Guid.CreateVersion7().ToString("D")[..15]; // Makes the ids of events grow, as those of the house do.
        }
        while ((long)(await command.ExecuteScalarAsync())! > 0);
    }

    private const string Batch =
        """
        with due as materialized (
          select c.organization_id, c.container_id, c.project_id, c.creative_type, c.revision, c.caption, c.expiring_raised_at,
            c.held_posts, c.review_since + make_interval(secs => a.auto_approve_seconds) as at
          from approval_policies a
          join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
          join containers c on c.organization_id = a.organization_id and c.project_id = a.project_id
          where a.auto_approve_seconds is not null and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null
            and c.review_since <= $1 - make_interval(secs => a.auto_approve_seconds)
          limit 1000
          for update of c skip locked),
        approved as (
          update containers c
          set approval_status = 'approved', revision = c.revision + 1, decided_at = $1, decided_by = 'system:auto_approve', decision_source = 'timeout',
            decision_remark = null, held_posts = 0, held_at = null, expiring_raised_at = coalesce(c.expiring_raised_at, $1)
          from due d
          where c.organization_id = d.organization_id and c.container_id = d.container_id),
        promoted as (
          update scheduled_posts t
          set status = 'queued', due_at = t.scheduled_for, caption = coalesce(t.caption_override, d.caption, '')
          from due d
          where t.organization_id = d.organization_id and t.container_id = d.container_id and t.status = 'held'
            and t.social_account_id in (select social_account_id from social_accounts where status = 'connected')
          returning t.organization_id, t.scheduled_post_id as id, t.project_id, t.container_id, t.social_account_id as account, t.mode, t.caption,
            t.first_comment as comment, t.scheduled_for as at),
        audited as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, actor, actor_type, data)
          select organization_id, ($3 || substr(gen_random_uuid()::text, 16))::uuid, 'content.approved', $1, $2, project_id, 'system:auto_approve', 'system',
            ('{"containerId":"cnt_' || container_id || '","note":null,"revision":' || revision + 1 || ',"promotion":' || case when held_posts = 0 then 'null' else
              '{"scheduledPostIds":[' || (select string_agg('"sp_' || p.id || '"', ',') from promoted p where p.container_id = due.container_id) || '],"reason":null,"isOk":true}' end || '}')::json
          from due
          returning organization_id, event_id, sequence),
        opened as (insert into audit_seals (organization_id, event_id, sequence) select organization_id, event_id, sequence from audited),
        told as (
          insert into events (organization_id, event_id, event_type, occurred_at, project_id, data)
          select organization_id, ($3 || substr(gen_random_uuid()::text, 16))::uuid, type, $1, project_id, data::json
          from (
            select organization_id, project_id, 'content.expiring' as type,
              '{"id":"cnt_' || container_id || '","projectId":"prj_' || project_id || '","autoApproveAt":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
              || '","creativeType":"' || creative_type || '","status":"completed","approvalStatus":"pending","revision":' || revision || '}' as data
            from due where expiring_raised_at is null
            union all
            select organization_id, project_id, 'content.approved',
              '{"id":"cnt_' || container_id || '","projectId":"prj_' || project_id || '","approvedAt":"' || to_char($1, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
              || '","approvedBy":"system:auto_approve","approvalNote":null,"decisionSource":"timeout","creativeType":"' || creative_type
              || '","status":"completed","approvalStatus":"approved","revision":' || revision + 1 || '}'
            from due
            union all
            select organization_id, project_id, 'post.scheduled',
              '{"scheduledPostId":"sp_' || id || '","containerId":"cnt_' || container_id || '","scheduledFor":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
              || '","projectId":"prj_' || project_id || '","socialAccountId":"sa_' || account || '","mode":"' || mode || '","status":"queued","caption":'
              || to_json(caption) || ',"firstComment":' || coalesce(to_json(comment)::text, 'null') || '}'
            from promoted) happened)
        select count(*) from due
        """;
}
