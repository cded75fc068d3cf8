using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Content;

internal sealed class ReviewClockRepository(Db db) : IReviewClocks
{
    private const string SelectProjectsWithDue =
        """
        select a.organization_id, o.clock_offset_seconds, a.project_id
        from approval_policies a
        join organizations o on o.organization_id = a.organization_id
        join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
        where a.auto_approve_seconds is not null and exists (
          select from containers c
          where c.organization_id = a.organization_id and c.project_id = a.project_id
            and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null
            and c.review_since <= @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds))
        limit @atMost
        """;

    public Task<IReadOnlyList<DueProject>> ListProjectsWithDue(Instant now, int atMost, CancellationToken cancellationToken) =>
        ListProjects(SelectProjectsWithDue, new { now, atMost }, cancellationToken);

    // The policy is held too: once unsetting a window has been answered, nothing is approved by it any more.
    private const string LockDue =
        $"""
         select {ContainerRow.Columns}, a.auto_approve_after
         from approval_policies a
         join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
         join containers c on c.organization_id = a.organization_id and c.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project
           and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null
           and c.review_since <= @now - make_interval(secs => a.auto_approve_seconds)
         order by c.review_since, c.container_id
         limit @atMost
         for share of a for update of c skip locked for key share of p skip locked
         """;

    public Task<WaitingContainers> ListDueForUpdate(
        OrganizationId organization, ProjectId project, Instant now, int atMost, CancellationToken cancellationToken) =>
        Lock(LockDue, organization, new { organization = organization.Value, project = project.Value, now, atMost }, cancellationToken);

    // Those who were not told by the end of their window are left to the approval, which tells it of them itself.
    private const string SelectProjectsWithExpiring =
        """
        select a.organization_id, o.clock_offset_seconds, a.project_id
        from approval_policies a
        join organizations o on o.organization_id = a.organization_id
        join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
        where a.auto_approve_seconds is not null and exists (
          select from containers c
          where c.organization_id = a.organization_id and c.project_id = a.project_id
            and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null and c.expiring_raised_at is null
            and c.review_since > @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds)
            and c.review_since <= @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds
              + round(least(a.auto_approve_seconds * @share, @longest) * 1000) / 1000))
        limit @atMost
        """;

    public Task<IReadOnlyList<DueProject>> ListProjectsWithExpiring(Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken) =>
        ListProjects(SelectProjectsWithExpiring, new { now, share = notice.Share, longest = notice.AtMost.TotalSeconds, atMost }, cancellationToken);

    private const string LockExpiring =
        $"""
         select {ContainerRow.Columns}, a.auto_approve_after
         from approval_policies a
         join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
         join containers c on c.organization_id = a.organization_id and c.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project
           and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null and c.expiring_raised_at is null
           and c.review_since > @now - make_interval(secs => a.auto_approve_seconds)
           and c.review_since <= @now - make_interval(secs => a.auto_approve_seconds - round(least(a.auto_approve_seconds * @share, @longest) * 1000) / 1000)
         order by c.review_since, c.container_id
         limit @atMost
         for share of a for update of c skip locked for key share of p skip locked
         """;

    public Task<WaitingContainers> ListExpiringForUpdate(
        OrganizationId organization, ProjectId project, Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, project = project.Value, now, share = notice.Share, longest = notice.AtMost.TotalSeconds, atMost };
        return Lock(LockExpiring, organization, arguments, cancellationToken);
    }

    private const string UpdateExpiring =
        "update containers set expiring_raised_at = @raisedAt where organization_id = @organization and container_id = any(@ids)";

    public void SaveExpiring(IReadOnlyList<Container> containers)
    {
        if (containers.Count == 0)
            return;
        db.Write(UpdateExpiring, new
        {
            organization = containers[0].Organization.Value,
            ids = containers.Select(container => container.Id.Value).ToArray(),
            raisedAt = containers[0].ExpiringRaisedAt,
        });
    }

    private async Task<IReadOnlyList<DueProject>> ListProjects(string sql, object arguments, CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Organization, long ClockOffset, Guid Project)>(sql, arguments, cancellationToken);
        return [.. rows.Select(row =>
            new DueProject(new OrganizationId(row.Organization), Duration.FromSeconds(row.ClockOffset), new ProjectId(row.Project)))];
    }

    private async Task<WaitingContainers> Lock(string sql, OrganizationId organization, object arguments, CancellationToken cancellationToken)
    {
        var rows = await db.Many<ContainerRow>(sql, arguments, cancellationToken);
        return new WaitingContainers(
            rows is [{ AutoApproveAfter: { } window }, ..] ? ReviewWindow.Parse(window) : null,
            [.. rows.Select(row => row.ToDomain(organization))]);
    }
}
