using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

internal sealed class DuePostRepository(Db db, PublisherCatalog publishers, ApprovalGate gate) : IDuePosts
{
    /// <summary>So many due posts of an organization are looked at one by one.</summary>
    private const int Few = 100;

    private readonly string[] known = [.. publishers.Names];

    private readonly string[] rules = [.. gate.RuleNames];

    // An organization's accounts are those of its few due posts, however many accounts have posts that are due later. Where more are due, the second
    // recursion steps from account to account and reads the earliest post of each, however many of one account are due. Ordered looks for a single post
    // keep PostgreSQL from reading all that is due and sorting it.
    private const string SelectDueAccounts =
        """
        select due.organization_id, due.social_account_id, due.clock_offset_seconds
        from (
          select o.organization_id, o.clock_offset_seconds, earliest.social_account_id, earliest.due_at,
            row_number() over (partition by o.organization_id order by earliest.due_at) as turn
          from organizations o
          cross join lateral (
            with recursive first as (
              (select t.social_account_id, t.due_at, t.scheduled_post_id, 1 as place
               from scheduled_posts t
               where t.organization_id = o.organization_id and t.due_at <= @now + make_interval(secs => o.clock_offset_seconds)
               order by t.due_at, t.scheduled_post_id
               limit 1)
              union all
              select next.social_account_id, next.due_at, next.scheduled_post_id, first.place + 1
              from first
              cross join lateral (
                select t.social_account_id, t.due_at, t.scheduled_post_id
                from scheduled_posts t
                where t.organization_id = o.organization_id and (t.due_at, t.scheduled_post_id) > (first.due_at, first.scheduled_post_id)
                  and t.due_at <= @now + make_interval(secs => o.clock_offset_seconds)
                order by t.due_at, t.scheduled_post_id
                limit 1) next
              where first.place < @few),
            accounts as (
              (select t.social_account_id, t.due_at
               from scheduled_posts t
               where (select count(*) from first) = @few and t.organization_id = o.organization_id and t.due_at is not null
               order by t.social_account_id, t.due_at
               limit 1)
              union all
              select next.social_account_id, next.due_at
              from accounts
              cross join lateral (
                select t.social_account_id, t.due_at
                from scheduled_posts t
                where t.organization_id = o.organization_id and t.social_account_id > accounts.social_account_id and t.due_at is not null
                order by t.social_account_id, t.due_at
                limit 1) next)
            select first.social_account_id, min(first.due_at) as due_at
            from first
            group by first.social_account_id
            union
            select accounts.social_account_id, accounts.due_at
            from accounts
            where accounts.due_at <= @now + make_interval(secs => o.clock_offset_seconds)) earliest
          join social_accounts s on s.organization_id = o.organization_id and s.social_account_id = earliest.social_account_id
          where o.status = 'active' and not exists (select from gate_rules r where r.name <> all(@rules))
            and (s.status <> 'reauth_required' or earliest.due_at < @late + make_interval(secs => o.clock_offset_seconds))
            and (s.publisher = any(@publishers) or earliest.due_at < @late + make_interval(secs => o.clock_offset_seconds))) due
        order by due.turn, due.due_at
        limit @atMost
        """;

    public async Task<IReadOnlyList<DueAccount>> ListDueAccounts(Instant now, Duration grace, int atMost, CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Organization, Guid Account, long ClockOffset)>(
            SelectDueAccounts, new { now, late = now - grace, publishers = known, rules, few = Few, atMost }, cancellationToken);
        return [.. rows.Select(row => new DueAccount(
            new OrganizationId(row.Organization), new SocialAccountId(row.Account), Duration.FromSeconds(row.ClockOffset)))];
    }

    public async Task<IReadOnlyList<DuePost>> ListDueForUpdate(
        OrganizationId organization, SocialAccountId account, Instant now, Duration grace, int atMost, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, account = account.Value, now, late = now - grace, publishers = known, rules, atMost };
        var rows = await db.Many<DuePostRow>(DuePostRow.LockDue, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDuePost(organization))];
    }

    private const string UpdatePutOff =
        """
        update scheduled_posts t
        set due_at = blocked.due_at, leased_until = null
        from unnest(@ids, @dues) as blocked (id, due_at)
        where t.organization_id = @organization and t.scheduled_post_id = blocked.id
        """;

    public void SavePutOff(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count == 0)
            return;
        var update = new
        {
            organization = posts[0].Organization.Value,
            ids = posts.Select(post => post.Id.Value).ToArray(),
            dues = posts.Select(post => post.DueAt).ToArray(),
        };
        db.Update(UpdatePutOff, update, posts.Count);
    }

    private const string UpdateClaimed =
        """
        update scheduled_posts t
        set status = 'publishing', due_at = @leaseEnd, leased_until = @leaseEnd, attempts = t.attempts + 1, message = claimed.message
        from unnest(@ids, @messages) as claimed (id, message)
        where t.organization_id = @organization and t.scheduled_post_id = claimed.id
        """;

    public void SaveClaimed(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count == 0)
            return;
        var update = new
        {
            organization = posts[0].Organization.Value,
            leaseEnd = posts[0].LeasedUntil,
            ids = posts.Select(post => post.Id.Value).ToArray(),
            messages = posts.Select(post => post.Message).ToArray(),
        };
        db.Update(UpdateClaimed, update, posts.Count);
    }
}
