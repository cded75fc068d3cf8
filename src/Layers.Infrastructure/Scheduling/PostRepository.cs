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

    public Task<ScheduledPostState> Get(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken) =>
        Find(SelectPost, organization, id, cancellationToken);

    private const string LockPost = $"{SelectPost} for update";

    public async Task<ScheduledPost> GetForUpdate(OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken) =>
        new(await Find(LockPost, organization, id, cancellationToken));

    private async Task<ScheduledPostState> Find(string sql, OrganizationId organization, ScheduledPostId id, CancellationToken cancellationToken)
    {
        var row = await db.One<PostRow>(sql, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToState(organization) ?? throw DomainException.NotFound(ScheduledPostId.Noun);
    }

    private const string SelectOfProject =
        $"select {PostRow.Columns} from scheduled_posts t where t.organization_id = @organization and t.project_id = @project";

    private const string IsNotInFlight = "(t.leased_until is null or t.leased_until <= @now)";

    private const string LockUnsentOfProject =
        $"{SelectOfProject} and t.status in ('held', 'queued', 'publishing') and {IsNotInFlight} order by t.scheduled_post_id for update";

    private const string LockUnsentOfAccount =
        $"""
         {SelectOfProject} and t.status in ('queued', 'publishing') and {IsNotInFlight} and t.social_account_id = @account
         order by t.scheduled_post_id for update
         """;

    public async Task<IReadOnlyList<ScheduledPost>> ListUnsentForUpdate(
        OrganizationId organization, ProjectId project, SocialAccountId? account, Instant now, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, account = account?.Value, now };
        var rows = await db.Many<PostRow>(account is null ? LockUnsentOfProject : LockUnsentOfAccount, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    private const string SelectHeld =
        $"""
         select {PostRow.Columns} from scheduled_posts t
         where t.organization_id = @organization and t.container_id = any(@containers) and t.status = 'held'
           and t.{NamedIndexes.PostsOfContainers}
         order by t.place, t.scheduled_post_id
         """;

    public async Task<IReadOnlyList<ScheduledPost>> ListHeld(
        OrganizationId organization, IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, containers = containers.Select(id => id.Value).ToArray() };
        var rows = await db.Many<PostRow>(SelectHeld, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    public async Task<IReadOnlyList<HeldPost>> ListHeldForPosting(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, containers = containers.Select(id => id.Value).ToArray() };
        var rows = await db.Many<HeldPostRow>(HeldPostRow.LockAccounts, arguments, cancellationToken);
        var held = rows.Select(row => row.ToHeldPost(organization));
        return [.. held.OrderBy(item => item.Post.Place).ThenBy(item => item.Post.Id.Value)];
    }

    private const string SelectPosts = "select t.* from scheduled_posts t where t.organization_id = @organization and t.project_id = @project";

    private static readonly KeysetList Latest = new(SelectPosts, "scheduled_for", "scheduled_post_id");

    public async Task<IReadOnlyList<ScheduledPostState>> List(
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
        return [.. rows.Where(row => row.ScheduledPostId is not null).Select(row => row.ToState(organization))];
    }

    // By status there is an index for the project and one for its accounts.
    private static string ListSql(PostFilter filter)
    {
        var account = filter.SocialAccount is null ? "" : " and social_account_id = @account";
        var branches = KeysetList.Branches("status", filter.Statuses).Select(status => account + status);
        return Latest.Under(PostRow.Columns, "projects", "project_id = @project", "t", Latest.Page(branches, filter.After, filter.Since, filter.Until));
    }

    private const string InsertPosts =
        """
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, caption_override,
          first_comment, scheduled_for, due_at, attempts, created_at, place)
        select @organization, t.id, @project, t.container, t.account, t.mode, @status, t.caption, t.override, t.comment, t.hour, t.due, 0, @createdAt, t.place
        from unnest(@ids, @containers, @accounts, @modes, @captions, @overrides, @comments, @hours, @dues, @places)
          as t (id, container, account, mode, caption, override, comment, hour, due, place)
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
            captions = posts.Select(post => post.Status == PostStatus.Held ? null : post.Caption).ToArray(),
            overrides = posts.Select(post => post.CaptionOverride).ToArray(),
            comments = posts.Select(post => post.FirstComment).ToArray(),
            hours = posts.Select(post => post.ScheduledFor).ToArray(),
            dues = posts.Select(post => post.DueAt).ToArray(),
            places = posts.Select(post => post.Place).ToArray(),
        });
    }

    // The message is written by the claim, and dropped when there is nothing more to send.
    private const string UpdatePost =
        $"""
         update scheduled_posts t
         set status = @status, caption = case when @status <> 'held' then {PostRow.Caption} end, scheduled_for = @scheduledFor, due_at = @dueAt,
             leased_until = @leasedUntil, attempts = @attempts, message = case when @dueAt is not null then t.message end,
             last_error_code = @lastErrorCode, last_error_message = @lastErrorMessage, published_at = @publishedAt, external_id = @externalId,
             external_url = @externalUrl, failure_code = @failureCode, failure_message = @failureMessage, canceled_at = @canceledAt,
             cancel_reason = @cancelReason
         where t.organization_id = @organization and t.scheduled_post_id = @id
         """;

    public void Save(ScheduledPost post) =>
        db.Update(UpdatePost, new
        {
            organization = post.Organization.Value,
            id = post.Id.Value,
            status = post.Status.ToWord(),
            scheduledFor = post.ScheduledFor,
            dueAt = post.DueAt,
            leasedUntil = post.LeasedUntil,
            attempts = post.Attempts,
            lastErrorCode = post.LastError?.Code,
            lastErrorMessage = post.LastError?.Message,
            publishedAt = post.PublishedAt,
            externalId = post.ExternalId,
            externalUrl = post.ExternalUrl,
            failureCode = post.Failure?.Code,
            failureMessage = post.Failure?.Message,
            canceledAt = post.CanceledAt,
            cancelReason = post.CancelReason,
        });

    private const string UpdateQueued =
        $"""
         update scheduled_posts t
         set status = 'queued', due_at = t.scheduled_for, caption = {PostRow.Caption}
         where t.organization_id = @organization and t.scheduled_post_id = any(@ids)
         """;

    public void SaveQueued(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count > 0)
            db.Update(UpdateQueued, new { organization = posts[0].Organization.Value, ids = posts.Select(post => post.Id.Value).ToArray() }, posts.Count);
    }

    private const string UpdateEnded =
        $"""
         update scheduled_posts t
         set status = @status, caption = {PostRow.Caption}, due_at = null, leased_until = null, message = null, failure_code = @failureCode,
             failure_message = @failureMessage, last_error_code = coalesce(t.last_error_code, @failureCode),
             last_error_message = coalesce(t.last_error_message, @failureMessage), canceled_at = @canceledAt, cancel_reason = @cancelReason
         where t.organization_id = @organization and t.scheduled_post_id = any(@ids)
         """;

    public void SaveEnded(IReadOnlyList<ScheduledPost> posts)
    {
        if (posts.Count == 0)
            return;
        var example = posts[0];
        var update = new
        {
            organization = example.Organization.Value,
            ids = posts.Select(post => post.Id.Value).ToArray(),
            status = example.Status.ToWord(),
            failureCode = example.Failure?.Code,
            failureMessage = example.Failure?.Message,
            canceledAt = example.CanceledAt,
            cancelReason = example.CancelReason,
        };
        db.Update(UpdateEnded, update, posts.Count);
    }
}
