using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

internal sealed class PostRepository(Db db) : IScheduledPosts
{
    private const string SelectPost =
        $"select {PostRow.Columns} from scheduled_posts t where t.organization_id = @organization and t.scheduled_post_id = @id";

    public Task<ScheduledPost> Get(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken) =>
        Find(SelectPost, organization, id, cancellationToken);

    private const string LockPost = $"{SelectPost} for update";

    public Task<ScheduledPost> GetForUpdate(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken) =>
        Find(LockPost, organization, id, cancellationToken);

    private async Task<ScheduledPost> Find(string sql, OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken)
    {
        var row = await db.One<PostRow>(sql, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToDomain(organization) ?? throw DomainException.NotFound(ScheduledPostId.Noun);
    }

    private const string LockQueued =
        $"""
         select {PostRow.Columns} from scheduled_posts t
         where t.organization_id = @organization and t.project_id = @project and t.status = 'queued'
         """;

    private const string LockQueuedOfProject = $"{LockQueued} order by t.scheduled_post_id for update";

    private const string LockQueuedOfAccount = $"{LockQueued} and t.social_account_id = @account order by t.scheduled_post_id for update";

    public async Task<IReadOnlyList<ScheduledPost>> ListQueuedForUpdate(
        OrganizationId organization, ProjectId project, SocialAccountId? account, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, account = account?.Value };
        var rows = await db.Many<PostRow>(account is null ? LockQueuedOfProject : LockQueuedOfAccount, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    private const string SelectPosts = "select t.* from scheduled_posts t where t.organization_id = @organization and t.project_id = @project";

    private static readonly KeysetList Latest = new(SelectPosts, "scheduled_for", "scheduled_post_id");

    public async Task<IReadOnlyList<ScheduledPost>> List(
        OrganizationId organization, ProjectId project, PostFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            project = project.Value,
            account = filter.SocialAccount?.Value,
            since = filter.Since,
            until = filter.Until,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var rows = await db.Many<PostRow>(ListSql(filter), arguments, cancellationToken);
        if (rows.Count == 0)
            throw DomainException.NotFound(ProjectId.Noun);
        return [.. rows.Where(row => row.ScheduledPostId is not null).Select(row => row.ToDomain(organization))];
    }

    // By status there is an index for the project and one for its accounts.
    private static string ListSql(PostFilter filter)
    {
        var account = filter.SocialAccount is null ? "" : " and social_account_id = @account";
        var branches = KeysetList.Branches("status", filter.Statuses).Select(status => account + status);
        return Latest.InProject(PostRow.Columns, "projects", "t", Latest.Page(branches, filter.After, filter.Since, filter.Until));
    }

    private const string InsertPosts =
        """
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, first_comment,
          scheduled_for, due_at, attempts, created_at)
        select @organization, t.id, @project, t.container, t.account, t.mode, @status, t.caption, t.comment, t.hour, t.hour, 0, @createdAt
        from unnest(@ids, @containers, @accounts, @modes, @captions, @comments, @hours) as t (id, container, account, mode, caption, comment, hour)
        """;

    public void Add(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count == 0)
            return;
        var example = posts[0];
        db.Write(InsertPosts, new
        {
            organization = example.Organization.Value,
            project = example.Project.Value,
            status = example.Status.ToWord(),
            createdAt = example.CreatedAt,
            ids = posts.Select(post => post.Id.Value).ToArray(),
            containers = posts.Select(post => post.Container.Value).ToArray(),
            accounts = posts.Select(post => post.SocialAccount.Value).ToArray(),
            modes = posts.Select(post => post.Mode.ToWord()).ToArray(),
            captions = posts.Select(post => post.Caption).ToArray(),
            comments = posts.Select(post => post.FirstComment).ToArray(),
            hours = posts.Select(post => post.ScheduledFor.ToDateTimeUtc()).ToArray(),
        });
    }

    private const string UpdatePost =
        """
        update scheduled_posts
        set status = @status, scheduled_for = @scheduledFor, due_at = @dueAt, attempts = @attempts, published_at = @publishedAt,
            external_id = @externalId, external_url = @externalUrl, failure_code = @failureCode, failure_message = @failureMessage,
            canceled_at = @canceledAt, cancel_reason = @cancelReason
        where organization_id = @organization and scheduled_post_id = @id
        """;

    public void Save(ScheduledPost post) =>
        db.Write(UpdatePost, new
        {
            organization = post.Organization.Value,
            id = post.Id.Value,
            status = post.Status.ToWord(),
            scheduledFor = post.ScheduledFor,
            dueAt = post.DueAt,
            attempts = post.Attempts,
            publishedAt = post.PublishedAt,
            externalId = post.ExternalId,
            externalUrl = post.ExternalUrl,
            failureCode = post.Failure?.Code,
            failureMessage = post.Failure?.Message,
            canceledAt = post.CanceledAt,
            cancelReason = post.CancelReason,
        });

    private const string UpdateEnded =
        """
        update scheduled_posts
        set status = @status, due_at = null, failure_code = @failureCode, failure_message = @failureMessage,
            canceled_at = @canceledAt, cancel_reason = @cancelReason
        where organization_id = @organization and scheduled_post_id = any(@ids)
        """;

    public void SaveEnded(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count == 0)
            return;
        var example = posts[0];
        db.Write(UpdateEnded, new
        {
            organization = example.Organization.Value,
            ids = posts.Select(post => post.Id.Value).ToArray(),
            status = example.Status.ToWord(),
            failureCode = example.Failure?.Code,
            failureMessage = example.Failure?.Message,
            canceledAt = example.CanceledAt,
            cancelReason = example.CancelReason,
        });
    }

    // An order and a limit of its own, as in ReviewClockRepository: one look into the index for each, however many wait.
    private const string SelectOrganizationsWithDue =
        """
        select o.organization_id, o.clock_offset_seconds
        from organizations o
        cross join lateral (
          select from scheduled_posts t
          where t.organization_id = o.organization_id and t.due_at <= @now + make_interval(secs => o.clock_offset_seconds)
          order by t.due_at
          limit 1) due
        limit @atMost
        """;

    public async Task<IReadOnlyList<DueOrganization>> ListOrganizationsWithDue(Instant now, int atMost, CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Organization, long ClockOffset)>(SelectOrganizationsWithDue, new { now, atMost }, cancellationToken);
        return [.. rows.Select(row => new DueOrganization(new OrganizationId(row.Organization), Duration.FromSeconds(row.ClockOffset)))];
    }

    public async Task<IReadOnlyList<DuePost>> ListDueForUpdate(OrganizationId organization, Instant now, int atMost, CancellationToken cancellationToken)
    {
        var rows = await db.Many<DuePostRow>(DuePostRow.LockDue, new { organization = organization.Value, now, atMost }, cancellationToken);
        return [.. rows.Select(row => row.ToDuePost(organization))];
    }
}
