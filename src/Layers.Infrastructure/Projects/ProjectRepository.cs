using Layers.Application.Projects;
using Layers.Domain;
using Layers.Domain.Projects;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Projects;

internal sealed class ProjectRepository(Db db) : IProjects
{
    private const string Columns = "project_id, name, customer_external_id, timezone, metadata, created_at, updated_at, archived_at";

    private const string SelectProject = $"select {Columns} from projects where organization_id = @organization and project_id = @id";

    public Task<ProjectState> Get(OrganizationId organization, ProjectId id, CancellationToken cancellationToken) =>
        Find(SelectProject, organization, id, cancellationToken);

    // A transaction that writes in a project holds its row for key share, which this lock lets pass.
    private const string LockProject = $"{SelectProject} for no key update";

    public async Task<Project> GetForUpdate(OrganizationId organization, ProjectId id, CancellationToken cancellationToken) =>
        new(await Find(LockProject, organization, id, cancellationToken));

    private const string LockWholeProject = $"{SelectProject} for update";

    public async Task<Project> GetWholeForUpdate(OrganizationId organization, ProjectId id, CancellationToken cancellationToken) =>
        new(await Find(LockWholeProject, organization, id, cancellationToken));

    private async Task<ProjectState> Find(string sql, OrganizationId organization, ProjectId id, CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(sql, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToState(organization) ?? throw DomainException.NotFound("Project");
    }

    private const string InsertProject =
        """
        insert into projects (organization_id, project_id, name, customer_external_id, timezone, metadata, created_at, updated_at, archived_at)
        values (@organization, @id, @name, @customerExternalId, @timezone, @metadata, @createdAt, @updatedAt, @archivedAt)
        """;

    public void Add(Project project) => db.Write(InsertProject, ToRow(project.State));

    private const string UpdateProject =
        """
        update projects
        set name = @name, customer_external_id = @customerExternalId, timezone = @timezone, metadata = @metadata,
            created_at = @createdAt, updated_at = @updatedAt, archived_at = @archivedAt
        where organization_id = @organization and project_id = @id
        """;

    public void Save(Project project) => db.Update(UpdateProject, ToRow(project.State));

    private const string SelectProjects = $"select {Columns} from projects where organization_id = @organization";

    private static readonly KeysetList Newest = new(SelectProjects, "created_at", "project_id");

    public async Task<IReadOnlyList<ProjectState>> List(OrganizationId organization, ProjectFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            search = filter.Search,
            customerExternalId = filter.CustomerExternalId,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var rows = await db.Many<Row>(ListSql(filter), arguments, cancellationToken);
        return [.. rows.Select(row => row.ToState(organization))];
    }

    // A search looks at every name. What else is asked for is a range of an index, of which active and archived projects have their own.
    private static string ListSql(ProjectFilter filter)
    {
        var externalId = filter.CustomerExternalId is null ? "" : " and customer_external_id = @customerExternalId";
        var search = filter.Search is null ? "" : " and position(lower(@search) in lower(name)) > 0";
        var branches = from status in filter.Statuses.Count == 0 ? Enum.GetValues<ProjectStatus>() : filter.Statuses
                       orderby status
                       select $"{externalId} and archived_at is {(status == ProjectStatus.Archived ? "not null" : "null")}{search}";
        return Newest.Page(branches, filter.After);
    }

    private static object ToRow(ProjectState project) =>
        new
        {
            organization = project.Organization.Value,
            id = project.Id.Value,
            name = project.Name,
            customerExternalId = project.CustomerExternalId,
            timezone = project.Timezone,
            metadata = new Json(project.Metadata),
            createdAt = project.CreatedAt,
            updatedAt = project.UpdatedAt,
            archivedAt = project.ArchivedAt,
        };

    private sealed record Row
    {
        public Guid ProjectId { get; init; }

        public string Name { get; init; } = "";

        public string? CustomerExternalId { get; init; }

        public string Timezone { get; init; } = "";

        public string Metadata { get; init; } = "";

        public Instant CreatedAt { get; init; }

        public Instant UpdatedAt { get; init; }

        public Instant? ArchivedAt { get; init; }

        public ProjectState ToState(OrganizationId organization) =>
            new()
            {
                Id = new ProjectId(ProjectId),
                Organization = organization,
                Name = Name,
                CustomerExternalId = CustomerExternalId,
                Timezone = Timezone,
                Metadata = Metadata,
                CreatedAt = CreatedAt,
                UpdatedAt = UpdatedAt,
                ArchivedAt = ArchivedAt,
            };
    }
}
