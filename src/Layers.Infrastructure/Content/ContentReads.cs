using Layers.Application.Content;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Content;

internal sealed class ContentReads(Db db) : IContentReads
{
    private const string FromFull =
        """
        from containers c
        join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
        join approval_policies a on a.organization_id = c.organization_id and a.project_id = c.project_id
        where c.organization_id = @organization and c.container_id = @id
        """;

    internal const string SelectFull = $"select {FullContainerRow.FullColumns} {FromFull}";

    private const string SelectFullWithPosts = $"select {FullContainerRow.FullColumns}, {FullContainerRow.PendingIfAny} {FromFull}";

    public async Task<FullContainer> Get(OrganizationId organization, ContainerId id, CancellationToken cancellationToken)
    {
        var row = await db.One<FullContainerRow>(SelectFullWithPosts, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToFull(organization) ?? throw DomainException.NotFound("Container");
    }

    public async Task<IReadOnlyList<ContentRow>> List(OrganizationId organization, ProjectId project, ContentFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            project = project.Value,
            since = filter.Since,
            until = filter.Until,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var rows = await db.Many(ContentListSql.For(filter), arguments, ContainerRow.ReadListed, cancellationToken);
        if (rows.Count == 0)
            throw DomainException.NotFound("Project");
        return [.. rows.OfType<ContentRow>()];
    }
}
