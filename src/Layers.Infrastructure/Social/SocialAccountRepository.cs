using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Projects;
using Layers.Domain.Social;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Social;

internal sealed class SocialAccountRepository(Db db) : ISocialAccounts
{
    // The project is held as it is, so that nothing in it changes any more once archiving has been answered.
    private const string LockAccount =
        $"""
         select {SocialAccountRow.Columns}, p.archived_at is not null as is_archived
         from social_accounts s
         join projects p on p.organization_id = s.organization_id and p.project_id = s.project_id
         where s.organization_id = @organization and s.project_id = @project and s.social_account_id = @id
         for update of s for key share of p
         """;

    public async Task<SocialAccount> GetForUpdate(OrganizationId organization, ProjectId project, SocialAccountId id, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, id = id.Value };
        var row = await db.One<SocialAccountRow>(LockAccount, arguments, cancellationToken);
        return row?.ToDomain(organization) ?? throw DomainException.NotFound(SocialAccountId.Noun);
    }

    // Shared locks, taken in the order of ids: posts may be made side by side, but nobody disconnects or archives meanwhile.
    private const string LockForPosting =
        $"""
         select {SocialAccountRow.Columns}, p.archived_at is not null as is_archived
         from social_accounts s
         join projects p on p.organization_id = s.organization_id and p.project_id = s.project_id
         where s.organization_id = @organization and s.project_id = @project and s.social_account_id = any(@ids)
         order by s.social_account_id
         for share of s for key share of p
         """;

    public async Task<IReadOnlyList<SocialAccount>> GetForPosting(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<SocialAccountId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var arguments = new { organization = organization.Value, project = project.Value, ids = ids.Select(id => id.Value).ToArray() };
        var rows = await db.Many<SocialAccountRow>(LockForPosting, arguments, cancellationToken);
        if (rows.Any(row => row.IsArchived))
            throw Project.Archived();
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    private const string SelectAccounts = "select s.* from social_accounts s where s.organization_id = @organization and s.project_id = @project";

    private static readonly KeysetList Newest = new(SelectAccounts, "created_at", "social_account_id");

    public async Task<IReadOnlyList<SocialAccountState>> List(
        OrganizationId organization, ProjectId project, SocialAccountFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            project = project.Value,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var rows = await db.Many<SocialAccountRow>(ListSql(filter), arguments, cancellationToken);
        if (rows.Count == 0)
            throw DomainException.NotFound(ProjectId.Noun);
        return [.. rows.Where(row => row.SocialAccountId is not null).Select(row => row.ToState(organization))];
    }

    private static string ListSql(SocialAccountFilter filter)
    {
        var branches = from status in KeysetList.Branches("status", filter.Statuses)
                       from platform in KeysetList.Branches("platform", filter.Platforms)
                       select status + platform;
        return Newest.Under(SocialAccountRow.Columns, "projects", "project_id = @project", "s", Newest.Page(branches, filter.After));
    }

    // Servers of the release before look for the address of a relay in a column of its own. It goes when they are gone.
    private const string InsertAccount =
        """
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, settings, relay_url, status, created_at)
        values (@organization, @id, @project, @platform, @handle, @publisher, @settings,
          case when @publisher = 'relay' then @settings::json ->> 'url' end, @status, @createdAt)
        """;

    public void Add(SocialAccount account) =>
        db.Write(InsertAccount, new
        {
            organization = account.Organization.Value,
            id = account.Id.Value,
            project = account.Project.Value,
            platform = account.Platform.ToWord(),
            handle = account.Handle,
            publisher = account.Publisher,
            settings = account.Settings.Count == 0 ? null : new Json(StoredJson.Write(account.Settings)),
            status = account.Status.ToWord(),
            createdAt = account.CreatedAt,
        });

    private const string UpdateAccount =
        """
        update social_accounts set status = @status, disconnected_at = @disconnectedAt
        where organization_id = @organization and social_account_id = @id
        """;

    public void Save(SocialAccount account) =>
        db.Update(UpdateAccount, new
        {
            organization = account.Organization.Value,
            id = account.Id.Value,
            status = account.Status.ToWord(),
            disconnectedAt = account.DisconnectedAt,
        });
}
