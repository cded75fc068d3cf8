using System.Globalization;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Load;

/// <summary>A great many containers that fall due at once, over several organizations and projects.</summary>
internal sealed class DueContainers(ApiServer server, int count)
{
    private const int Organizations = 3;
    private const int ProjectsEach = 3;

    /// <summary>Long past by the clock of a real server, which is the true one.</summary>
    private static readonly DateTime Born = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private long stashes;
    private string? promotedTo;

    /// <summary>
    /// Makes them; nothing is due before <see cref="OpenWindows"/>. Half were told of before, and in two of three projects a tenth have a schedule
    /// that waits: in the others no key of a post keeps a second decision out.
    /// </summary>
    public async Task Make()
    {
        for (var i = 0; i < Organizations; i++)
        {
            var given = await Given.Organization(server);
            for (var j = 0; j < ProjectsEach; j++)
            {
                var project = await given.GatedProject();
                var account = await given.Account(project);
                await given.Pending(project);
                await server.Database.Run(Copies, project.Uuid(), ShareOf((i * ProjectsEach) + j) - 1, Born);
                if (j == 0)
                    continue;
                stashes += await server.Database.Value<long>(Stashes, project.Uuid(), account.Uuid());
                promotedTo = account;
            }
        }

        await server.Database.Run("vacuum analyze");
    }

    public Task OpenWindows() => server.Database.Run("update approval_policies set auto_approve_after = 'PT24H', auto_approve_seconds = 86400");

    /// <summary>Whoever decides containers with a schedule, of one of the projects, waits until this is released; other batches go on.</summary>
    public Task<HeldLock> HoldOnePromotion() =>
        HeldLock.On(server.Database, $"select from social_accounts where social_account_id = '{promotedTo!.Uuid()}' for update");

    public async Task<bool> AreDecided() => !await server.Database.Value<bool>("select exists (select from containers where approval_status = 'pending')");

    public async Task<long> Waiting() => await server.Database.Value<long>("select count(*) from containers where approval_status = 'pending'");

    /// <summary>Decides them all by one statement that writes the same columns as the sweep, and answers how long that took.</summary>
    public async Task<Duration> ApproveByOneStatement()
    {
        await using var connection = await server.Database.Connect();
        await using var command = new Npgsql.NpgsqlCommand(OneStatement, connection) { CommandTimeout = 600 };
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await command.ExecuteNonQueryAsync();
        return Duration.FromTimeSpan(System.Diagnostics.Stopwatch.GetElapsedTime(started));
    }

    /// <summary>All is well.</summary>
    public const string None = "0 undecided, 0 audit rows, 0 approvals, 0 notices, 0 posts, 0 lost posts";

    /// <summary>
    /// Of how many containers something is wrong: each is approved, with one audit row, one notice in front of one approval, and its post once.
    /// </summary>
    public Task<string?> Faults() => server.Database.Value<string>(SelectFaults, stashes);

    /// <summary>Over the organizations and projects, some with more and some with less.</summary>
    private int ShareOf(int index)
    {
        const int projects = Organizations * ProjectsEach;
        const int shares = projects * (projects + 1) / 2;
        var before = (int)((long)count * (index * (index + 1) / 2) / shares);
        var after = (int)((long)count * ((index + 1) * (index + 2) / 2) / shares);
        return after - before;
    }

    private const string Copies =
        """
        with made as (
          insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at,
            review_since, completed_at, assets, preview, primary_asset, platform_fit, expiring_raised_at)
          select c.organization_id, gen_random_uuid(), c.project_id, c.creative_type, c.status, c.approval_status, c.revision, c.caption,
            $3 + n * interval '1 second', $3 + n * interval '1 second', $3 + n * interval '1 second', c.assets, c.preview, c.primary_asset, c.platform_fit,
            case when n % 2 = 0 then $3 end
          from containers c, generate_series(1, $2) n
          where c.project_id = $1)
        update containers set created_at = $3, review_since = $3 where project_id = $1
        """;

    private const string Stashes =
        """
        with every_tenth as (select container_id, row_number() over (order by review_since) as n from containers where project_id = $1),
        kept as (
          update containers c set held_posts = 1
          from every_tenth where c.project_id = $1 and c.container_id = every_tenth.container_id and every_tenth.n % 10 = 0
          returning c.organization_id, c.project_id, c.container_id, c.created_at),
        held as (
          insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, scheduled_for, attempts,
            created_at)
          select organization_id, gen_random_uuid(), project_id, container_id, $2, 'publish', 'held', '2099-01-01', 0, created_at from kept)
        select count(*) from kept
        """;

    private const string SelectFaults =
        """
        with happened as (
          select coalesce(data ->> 'containerId', data ->> 'id') as id, count(*) filter (where event_type = 'content.expiring') as notices,
            count(*) filter (where event_type = 'content.approved') as approvals, count(*) filter (where event_type = 'post.scheduled') as posts,
            max(sequence) filter (where event_type = 'content.expiring') as noticed, max(sequence) filter (where event_type = 'content.approved') as approved
          from events where event_type in ('content.expiring', 'content.approved', 'post.scheduled') group by 1),
        noted as (select data ->> 'containerId' as id, count(*) as rows from audit_log where event_type = 'content.approved' group by 1),
        live as (select container_id, count(*) as posts from scheduled_posts where status = 'queued' group by 1)
        select format('%s undecided, %s audit rows, %s approvals, %s notices, %s posts, %s lost posts',
          count(*) filter (where c.approval_status <> 'approved' or c.revision <> 3 or c.decided_by <> 'system:auto_approve'),
          count(*) filter (where noted.rows is distinct from 1),
          count(*) filter (where happened.approvals is distinct from 1),
          count(*) filter (where happened.notices is distinct from case when c.expiring_raised_at = c.decided_at then 1 else 0 end or noticed > approved),
          count(*) filter (where coalesce(live.posts, 0) <> coalesce(happened.posts, 0) or coalesce(live.posts, 0) > 1),
          abs(count(*) filter (where live.posts = 1) - $1))
        from containers c
        left join happened on happened.id = 'cnt_' || c.container_id
        left join noted on noted.id = 'cnt_' || c.container_id
        left join live on live.container_id = c.container_id
        """;

    private static readonly string OneStatement = string.Create(CultureInfo.InvariantCulture,
        $$"""
         with approved as (
           update containers c
           set approval_status = 'approved', revision = c.revision + 1, decided_at = now(), decided_by = 'system:auto_approve', decision_source = 'timeout',
             expiring_raised_at = coalesce(c.expiring_raised_at, now()), held_posts = 0
           from containers d
           join approval_policies a on a.organization_id = d.organization_id and a.project_id = d.project_id
           where d.approval_status = 'pending' and d.status = 'completed' and d.held_at is null
             and d.review_since <= now() - make_interval(secs => a.auto_approve_seconds)
             and c.organization_id = d.organization_id and c.container_id = d.container_id
           returning c.organization_id, c.container_id, c.project_id, c.creative_type, c.revision, c.caption, d.expiring_raised_at as told_at,
             d.held_posts, d.review_since + make_interval(secs => a.auto_approve_seconds) as auto_approve_at),
         posted as (
           update scheduled_posts t
           set status = 'queued', due_at = t.scheduled_for, caption = coalesce(t.caption_override, a.caption, '')
           from approved a
           where t.organization_id = a.organization_id and t.container_id = a.container_id and t.status = 'held'
           returning t.*),
         audited as (
           insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, actor, actor_type, data)
           select organization_id, gen_random_uuid(), 'content.approved', now(), 'job_{{Guid.Empty}}', project_id, 'system:auto_approve', 'system',
             json_build_object('containerId', 'cnt_' || container_id, 'note', null, 'revision', revision, 'promotion',
               case when held_posts > 0 then json_build_object('scheduledPostIds',
                 (select json_agg('sp_' || p.scheduled_post_id) from posted p where p.container_id = approved.container_id), 'reason', null, 'isOk', true) end)
           from approved)
         insert into events (organization_id, event_id, event_type, occurred_at, project_id, data)
         select organization_id, gen_random_uuid(), 'content.expiring', now(), project_id,
           json_build_object('id', 'cnt_' || container_id, 'projectId', 'prj_' || project_id, 'autoApproveAt', auto_approve_at, 'creativeType', creative_type,
             'status', 'completed', 'approvalStatus', 'pending', 'revision', revision - 1)
         from approved where told_at is null
         union all
         select organization_id, gen_random_uuid(), 'content.approved', now(), project_id,
           json_build_object('id', 'cnt_' || container_id, 'projectId', 'prj_' || project_id, 'approvedAt', now(), 'approvedBy', 'system:auto_approve',
             'approvalNote', null, 'decisionSource', 'timeout', 'creativeType', creative_type, 'status', 'completed', 'approvalStatus', 'approved',
             'revision', revision)
         from approved
         union all
         select organization_id, gen_random_uuid(), 'post.scheduled', now(), project_id,
           json_build_object('scheduledPostId', 'sp_' || scheduled_post_id, 'containerId', 'cnt_' || container_id, 'scheduledFor', scheduled_for,
             'projectId', 'prj_' || project_id, 'socialAccountId', 'sa_' || social_account_id, 'mode', mode, 'status', status, 'caption', caption,
             'firstComment', null)
         from posted
         """);
}
