using Layers.Application.Approval;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Projects;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Approval;

internal sealed class PolicyRepository(Db db) : IPolicies
{
    private const string Columns = "a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after, a.updated_at";

    private const string SelectPolicy =
        $"""
         select {Columns}
         from approval_policies a
         where a.organization_id = @organization and a.project_id = @project
         """;

    public async Task<ApprovalPolicy> Get(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(SelectPolicy, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return ToDomain(row, organization, project);
    }

    private const string SelectWithProject =
        $"""
         select {Columns}, p.archived_at is not null as is_archived
         from approval_policies a
         join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project
         """;

    public Task<ApprovalPolicy> GetOpen(OrganizationId organization, ProjectId project, CancellationToken cancellationToken) =>
        GetOpen(SelectWithProject, organization, project, cancellationToken);

    private const string LockPolicy = $"{SelectWithProject} for update of a for key share of p";

    public Task<ApprovalPolicy> GetForUpdate(OrganizationId organization, ProjectId project, CancellationToken cancellationToken) =>
        GetOpen(LockPolicy, organization, project, cancellationToken);

    private async Task<ApprovalPolicy> GetOpen(string sql, OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(sql, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return ToDomainUnlessArchived(row, organization, project);
    }

    private const string Undecided =
        $"""
         from containers c
         where c.organization_id = a.organization_id and c.project_id = a.project_id and c.approval_status = 'pending' and c.{NamedIndexes.ContentListedByApproval}
         """;

    // What has failed or was canceled keeps its approval status, but nobody can decide it. Each status is a range of the index: with a list of them
    // PostgreSQL may read the others too.
    private const string CountUndecided =
        $"""
         ((select count(*) {Undecided} and c.status = 'queued')
           + (select count(*) {Undecided} and c.status = 'processing')
           + (select count(*) {Undecided} and c.status = 'completed'))::int
         """;

    private const string SelectUnderReview =
        $"""
         select {Columns}, p.archived_at is not null as is_archived,
           p.created_at as project_created_at,
           case when p.archived_at is null then {CountUndecided} else 0 end as pending
         from approval_policies a
         join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project
         """;

    public async Task<PolicyUnderReview> GetUnderReview(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(SelectUnderReview, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return new PolicyUnderReview(ToDomain(row, organization, project), row!.Pending, row.ProjectCreatedAt);
    }

    private const string LockUnderReview = $"{SelectUnderReview} for update of a for key share of p";

    public async Task<PolicyUnderReview> GetUnderReviewForUpdate(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(LockUnderReview, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return new PolicyUnderReview(ToDomainUnlessArchived(row, organization, project), row!.Pending, row.ProjectCreatedAt);
    }

    // Policy and project are held from the look to the commit: once a caller knows that the gate is closed, or the project archived, no container is created that has not seen it.
    private const string SelectForNewContainer =
        $"""
         select {Columns}, p.archived_at is not null as is_archived,
           {FirstN.CountDecided} as decided
         from approval_policies a
         join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project
         for share of a for key share of p
         """;

    public async Task<PolicyForNewContainer> GetForNewContainer(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(SelectForNewContainer, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return new PolicyForNewContainer(ToDomainUnlessArchived(row, organization, project), row!.Decided);
    }

    private const string InsertPolicy =
        """
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
        values (@organization_id, @project_id, @requires_approval, @first_n_posts_blocked, @auto_approve_after, @auto_approve_seconds, @updated_at)
        """;

    public void Add(ApprovalPolicy policy) => db.Write(InsertPolicy, ToRow(policy));

    private const string UpdatePolicy =
        """
        update approval_policies
        set requires_approval = @requires_approval, first_n_posts_blocked = @first_n_posts_blocked,
            auto_approve_after = @auto_approve_after, auto_approve_seconds = @auto_approve_seconds, updated_at = @updated_at
        where organization_id = @organization_id and project_id = @project_id
        """;

    public void Save(ApprovalPolicy policy) => db.Update(UpdatePolicy, ToRow(policy));

    private const string SelectBacklog =
        $"""
         select
           {CountUndecided} as pending,
           (select count(*) from containers
            where organization_id = @organization and project_id = @project and approval_status = 'pending'
              and status = 'completed' and held_at is null and review_since <= @cutoff)::int as due_at_once,
           {FirstN.CountDecided} as decided
         from (select @organization as organization_id, @project as project_id, @firstN as first_n_posts_blocked) a
         """;

    public async Task<PolicyBacklog> CountBacklog(OrganizationId organization, ProjectId project, int firstN, Instant? cutoff, CancellationToken cancellationToken)
    {
        // Without a window nothing is due: no container is as old as the beginning of time.
        var arguments = new { organization = organization.Value, project = project.Value, firstN, cutoff = cutoff ?? Instant.FromUtc(1, 1, 1, 0, 0) };
        return (await db.One<PolicyBacklog>(SelectBacklog, arguments, cancellationToken))!;
    }

    private static ApprovalPolicy ToDomain(Row? row, OrganizationId organization, ProjectId project) =>
        row is null
            ? throw DomainException.NotFound("Project")
            : new ApprovalPolicy(
                organization,
                project,
                row.RequiresApproval,
                row.FirstNPostsBlocked,
                row.AutoApproveAfter is { } window ? ReviewWindow.Parse(window) : null,
                row.UpdatedAt);

    private static ApprovalPolicy ToDomainUnlessArchived(Row? row, OrganizationId organization, ProjectId project)
    {
        var policy = ToDomain(row, organization, project);
        return row!.IsArchived ? throw Project.Archived() : policy;
    }

    private static object ToRow(ApprovalPolicy policy) =>
        new
        {
            organization_id = policy.Organization.Value,
            project_id = policy.Project.Value,
            requires_approval = policy.RequiresApproval,
            first_n_posts_blocked = policy.FirstNPostsBlocked,
            auto_approve_after = policy.AutoApproveAfter?.Text,
            auto_approve_seconds = policy.AutoApproveAfter is { } window ? (long?)window.Length.TotalSeconds : null,
            updated_at = policy.UpdatedAt,
        };

    private sealed record Row
    {
        public bool RequiresApproval { get; init; }

        public int FirstNPostsBlocked { get; init; }

        public string? AutoApproveAfter { get; init; }

        public Instant UpdatedAt { get; init; }

        public bool IsArchived { get; init; }

        public int Decided { get; init; }

        public int Pending { get; init; }

        public Instant ProjectCreatedAt { get; init; }
    }
}
