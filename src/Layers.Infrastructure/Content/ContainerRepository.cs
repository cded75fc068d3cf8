using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Content;

internal sealed class ContainerRepository(Db db) : IContainers
{
    // The project is held too, lightly: archiving waits for a write that has begun, and a write that comes later sees that it was archived.
    private const string LockContainer =
        $"""
         select {ContainerRow.Columns}
         from containers c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         where c.organization_id = @organization and c.container_id = @id
         for update of c for key share of p
         """;

    public async Task<Container> GetForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken)
    {
        var row = await db.One<ContainerRow>(LockContainer, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToDomain(organization) ?? throw DomainException.NotFound("Container");
    }

    private const string LockFullContainer = $"{ContentReads.SelectFull} for update of c for key share of p";

    public async Task<(Container Container, FullContainer Full)> GetFullForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, id = id.Value };
        var row = await db.One<FullContainerRow>(LockFullContainer, arguments, cancellationToken) ?? throw DomainException.NotFound("Container");
        var full = row.ToFull(organization, row.IsScheduled ? await db.One<string>(SelectPending, arguments, cancellationToken) : null);
        return (new Container(full.State), full);
    }

    // Only once the container is locked: while its row was waited for, its posts may have changed, and the statement that waits does not see that.
    private const string SelectPending =
        $"select {FullContainerRow.Pending} from containers c where c.organization_id = @organization and c.container_id = @id";

    private const string LockContainersOfProject =
        $"""
         select {ContainerRow.Columns}
         from containers c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         where c.organization_id = @organization and c.project_id = @project and c.container_id = any(@ids)
         order by c.container_id
         for update of c for key share of p
         """;

    public async Task<IReadOnlyList<Container>> ListForUpdate(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<ContainerId> ids, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, ids = ids.Select(id => id.Value).ToArray() };
        var rows = await db.Many<ContainerRow>(LockContainersOfProject, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    private const string LockContainerOfPost =
        $"""
         select {ContainerRow.Columns}
         from scheduled_posts t
         join containers c on c.organization_id = t.organization_id and c.container_id = t.container_id
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         where t.organization_id = @organization and t.scheduled_post_id = @post
         for update of c for key share of p
         """;

    public async Task<Container> GetForUpdateByPost(OrganizationId organization, ScheduledPostId post, CancellationToken cancellationToken)
    {
        var row = await db.One<ContainerRow>(LockContainerOfPost, new { organization = organization.Value, post = post.Value }, cancellationToken);
        return row?.ToDomain(organization) ?? throw DomainException.NotFound(ScheduledPostId.Noun);
    }

    public void Add(Container container)
    {
        db.Write(ContainerRow.Insert, ContainerRow.Of(container));
        container.MarkSaved();
    }

    private const string UpdateContainer =
        $"""
         update containers
         set {ContainerRow.Assignments}
         where organization_id = @OrganizationId and container_id = @ContainerId and revision = @StoredRevision
         """;

    public void Save(Container container)
    {
        db.Update(UpdateContainer, ContainerRow.Of(container));
        db.Write(RecallQueuedPosts, new { organization = container.Organization.Value, id = container.Id.Value });
        container.MarkSaved();
    }

    // A post behind a shut gate is put off for up to an hour, and the change may have opened the gate. A dispatcher that puts one off at this moment is waited
    // for: the lock returns what it has written.
    private const string RecallQueuedPosts =
        $"""
         with queued as (
           select t.scheduled_post_id, t.due_at, t.scheduled_for
           from scheduled_posts t
           where t.organization_id = @organization and t.container_id = @id and t.status = 'queued' and t.{NamedIndexes.QueuedPostsOfContainers}
           order by t.scheduled_post_id
           for update)
         update scheduled_posts t
         set due_at = t.scheduled_for
         from queued q
         where t.organization_id = @organization and t.scheduled_post_id = q.scheduled_post_id and q.due_at > q.scheduled_for
         """;

    private const string UpdateDecided =
        """
        update containers c
        set approval_status = d.approval_status, revision = d.revision, decided_at = @decidedAt, decided_by = @decidedBy,
            decided_by_name = @decidedByName, decision_source = @decisionSource, decision_remark = d.remark, held_posts = 0, promotion_failure = d.promotion_failure, held_at = null,
            expiring_raised_at = d.expiring_raised_at, marks = d.marks::json
        from unnest(@ids, @stored, @revisions, @statuses, @remarks, @promotionFailures, @expiringRaised, @marks)
          as d (container_id, stored, revision, approval_status, remark, promotion_failure, expiring_raised_at, marks)
        where c.organization_id = @organization and c.container_id = d.container_id and c.revision = d.stored
        """;

    public void SaveDecisions(IReadOnlyList<Container> containers)
    {
        if (containers.Count == 0)
            return;
        var decision = containers[0].Decision!;
        var update = new
        {
            organization = containers[0].Organization.Value,
            ids = containers.Select(container => container.Id.Value).ToArray(),
            stored = containers.Select(container => container.StoredRevision).ToArray(),
            revisions = containers.Select(container => container.Revision).ToArray(),
            statuses = containers.Select(container => container.ApprovalStatus.ToWord()).ToArray(),
            remarks = containers.Select(container => container.Decision!.Remark).ToArray(),
            promotionFailures = containers.Select(container => container.State.PromotionFailure).ToArray(),
            expiringRaised = containers.Select(container => container.State.ExpiringRaisedAt).ToArray(),
            marks = containers.Select(container => StoredMarks.Write(container.State.Marks)).ToArray(),
            decidedAt = decision.At,
            decidedBy = decision.By,
            decidedByName = decision.ByName,
            decisionSource = decision.Source.ToWord(),
        };
        db.Update(UpdateDecided, update, containers.Count);
        foreach (var container in containers)
            container.MarkSaved();
    }

    private const string CompleteContainer =
        $"""
         update containers
         set {ContainerRow.Assignments}, assets = @Assets, preview = @Preview, primary_asset = @PrimaryAsset, asset_codecs = @AssetCodecs, platform_fit = '[]'
         where organization_id = @OrganizationId and container_id = @ContainerId and revision = @StoredRevision
         """;

    public void SaveCompleted(Container container, ContainerMedia media)
    {
        db.Update(CompleteContainer, FullContainerRow.Of(container, media));
        container.MarkSaved();
    }
}
