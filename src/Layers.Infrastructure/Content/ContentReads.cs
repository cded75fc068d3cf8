using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Content;

internal sealed class ContentReads(Db db) : IContentReads
{
    internal const string SelectFullContainer =
        $"""
         select {ContainerRow.FullColumns}
         from containers c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         join approval_policies a on a.organization_id = c.organization_id and a.project_id = c.project_id
         where c.organization_id = @organization and c.container_id = @id
         """;

    public async Task<FullContainer> Get(OrganizationId organization, ContainerId id, CancellationToken cancellationToken)
    {
        var row = await db.One<ContainerRow>(SelectFullContainer, new { organization = organization.Value, id = id.Value }, cancellationToken);
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
        var rows = await db.Many<Row>(ContentListSql.For(filter), arguments, cancellationToken);
        if (rows.Count == 0)
            throw DomainException.NotFound("Project");
        return [.. rows.Where(row => row.ContainerId is not null).Select(row => row.ToView())];
    }

    private sealed record Row
    {
        public Guid? ContainerId { get; init; }

        public string Status { get; init; } = "";

        public string? Format { get; init; }

        public string? Caption { get; init; }

        public string CreativeType { get; init; } = "";

        public string ApprovalStatus { get; init; } = "";

        public Instant CreatedAt { get; init; }

        public Instant? CompletedAt { get; init; }

        public Instant ReviewSince { get; init; }

        public Instant? HeldAt { get; init; }

        public string? Preview { get; init; }

        public string? PrimaryAsset { get; init; }

        public long? AutoApproveSeconds { get; init; }

        public ContentRow ToView()
        {
            var approvalStatus = Words.Parse<ApprovalStatus>(ApprovalStatus);
            var autoApproveAt = approvalStatus == Domain.Content.ApprovalStatus.Pending && HeldAt is null && AutoApproveSeconds is { } seconds
                ? ReviewSince + Duration.FromSeconds(seconds)
                : (Instant?)null;
            return new ContentRow(
                new ContainerId(ContainerId!.Value),
                Words.Parse<ContainerStatus>(Status),
                Format is null ? null : Words.Parse<ContentFormat>(Format),
                Caption,
                Words.Parse<CreativeType>(CreativeType),
                approvalStatus,
                CreatedAt,
                CompletedAt,
                autoApproveAt,
                Preview is null ? null : new JsonText(Preview),
                PrimaryAsset is null ? null : new JsonText(PrimaryAsset));
        }
    }
}
