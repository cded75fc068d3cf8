using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Content;

internal sealed class ReviewClockRepository(Db db) : IReviewClocks
{
    /// <summary>So many take a second or less, however many there are: no statement may take longer than half a minute.</summary>
    private const int MovedAtOnce = 10_000;

    // The look at a project's containers has an order and a limit of its own, so that it is made once for each project, by the index of the times. As
    // a condition of the project, PostgreSQL joins it with all that wait.
    private const string SelectProjectsWithDue =
        """
        select a.organization_id, o.clock_offset_seconds, a.project_id
        from approval_policies a
        join organizations o on o.organization_id = a.organization_id and o.status = 'active'
        join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
        cross join lateral (
          select from containers c
          where c.organization_id = a.organization_id and c.project_id = a.project_id
            and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null
            and c.review_since <= @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds)
          order by c.review_since
          limit 1) due
        where a.auto_approve_seconds is not null
        limit @atMost
        """;

    public Task<IReadOnlyList<DueProject>> ListProjectsWithDue(Instant now, int atMost, CancellationToken cancellationToken) =>
        ListProjects(SelectProjectsWithDue, new { now, atMost }, cancellationToken);

    public async Task<WaitingContainers> ListDueForUpdate(
        OrganizationId organization, ProjectId project, Instant now, int atMost, CancellationToken cancellationToken)
    {
        if (await HoldWindow(organization, project, cancellationToken) is not { } window)
            return WaitingContainers.None;
        var arguments = new { organization = organization.Value, project = project.Value, until = now - window.Length, atMost };
        return new WaitingContainers(window, await Lock(LockDue, organization, arguments, cancellationToken));
    }

    // The policy is held: once unsetting a window has been answered, nothing is approved by it any more. So is the organization: a suspension is answered
    // when this is done.
    private const string LockWindow =
        """
        select a.auto_approve_after
        from approval_policies a
        join organizations o on o.organization_id = a.organization_id and o.status = 'active'
        join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
        where a.organization_id = @organization and a.project_id = @project
        for share of a for key share of o, p skip locked
        """;

    /// <summary>Null also when the organization is suspended, or the project is archived or being archived at this moment.</summary>
    private async Task<ReviewWindow?> HoldWindow(OrganizationId organization, ProjectId project, CancellationToken cancellationToken)
    {
        var text = await db.One<string>(LockWindow, new { organization = organization.Value, project = project.Value }, cancellationToken);
        return text is null ? null : ReviewWindow.Parse(text);
    }

    // With its order and its limit inside, and the window's end as a value, this walks the index as far as the batch goes; joined, it would sort all
    // that wait, once for each batch.
    private const string LockDue =
        $"""
         select {ContainerRow.Columns}
         from (
           select * from containers
           where organization_id = @organization and project_id = @project
             and approval_status = 'pending' and status = 'completed' and held_at is null
             and review_since <= @until
           order by review_since, container_id
           limit @atMost
           for update skip locked) c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         order by c.review_since, c.container_id
         """;

    // Containers that were not announced by the end of their window are left to the approval, which announces them itself.
    private const string SelectProjectsWithExpiring =
        """
        select a.organization_id, o.clock_offset_seconds, a.project_id
        from approval_policies a
        join organizations o on o.organization_id = a.organization_id and o.status = 'active'
        join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id and p.archived_at is null
        cross join lateral (
          select from containers c
          where c.organization_id = a.organization_id and c.project_id = a.project_id
            and c.approval_status = 'pending' and c.status = 'completed' and c.held_at is null and c.expiring_raised_at is null
            and c.review_since > @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds)
            and c.review_since <= @now + make_interval(secs => o.clock_offset_seconds - a.auto_approve_seconds
              + round(least(a.auto_approve_seconds * @share, @longest) * 1000) / 1000)
          order by c.review_since
          limit 1) expiring
        where a.auto_approve_seconds is not null
        limit @atMost
        """;

    public Task<IReadOnlyList<DueProject>> ListProjectsWithExpiring(Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken) =>
        ListProjects(SelectProjectsWithExpiring, new { now, share = notice.Share, longest = notice.AtMost.TotalSeconds, atMost }, cancellationToken);

    private const string LockExpiring =
        $"""
         select {ContainerRow.Columns}
         from (
           select * from containers
           where organization_id = @organization and project_id = @project
             and approval_status = 'pending' and status = 'completed' and held_at is null and expiring_raised_at is null
             and review_since > @after and review_since <= @until
           order by review_since, container_id
           limit @atMost
           for update skip locked) c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         order by c.review_since, c.container_id
         """;

    public async Task<WaitingContainers> ListExpiringForUpdate(
        OrganizationId organization, ProjectId project, Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken)
    {
        if (await HoldWindow(organization, project, cancellationToken) is not { } window)
            return WaitingContainers.None;
        var after = now - window.Length;
        var arguments = new { organization = organization.Value, project = project.Value, after, until = after + notice.LeadOf(window), atMost };
        return new WaitingContainers(window, await Lock(LockExpiring, organization, arguments, cancellationToken));
    }

    // What was held stands still until its release, which adds the whole of it. What came last, while the suspension spread, has waited for no longer than
    // it is there.
    private const string UpdateSuspended =
        """
        with suspended as (
          select organization_id, @now - suspended_at as lasted, @now + make_interval(secs => clock_offset_seconds) as present
          from organizations
          where organization_id = @organization and status = 'suspended' and suspended_at is not null
          for no key update),
        waiting as (
          select c.container_id, least(c.review_since + s.lasted, s.present) as since
          from suspended s
          join containers c on c.organization_id = s.organization_id
          where c.approval_status = 'pending' and c.held_at is null and c.container_id > @after
          order by c.container_id
          limit @atMost
          for update of c),
        moved as (
          update containers c
          set review_since = waiting.since
          from waiting
          where c.organization_id = @organization and c.container_id = waiting.container_id
          returning c.container_id)
        select container_id from moved order by container_id desc limit 1
        """;

    public async Task LeaveOutSuspension(OrganizationId organization, Instant now, CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        do
        {
            after = await db.One<Guid>(UpdateSuspended, new { organization = organization.Value, now, after, atMost = MovedAtOnce }, cancellationToken);
        }
        while (after != Guid.Empty);
    }

    private const string UpdateExpiring =
        "update containers set expiring_raised_at = @raisedAt where organization_id = @organization and container_id = any(@ids)";

    public void SaveExpiring(IReadOnlyList<Container> containers)
    {
        if (containers.Count == 0)
            return;
        var update = new
        {
            organization = containers[0].Organization.Value,
            ids = containers.Select(container => container.Id.Value).ToArray(),
            raisedAt = containers[0].State.ExpiringRaisedAt,
        };
        db.Update(UpdateExpiring, update, containers.Count);
    }

    private async Task<IReadOnlyList<DueProject>> ListProjects(string sql, object arguments, CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Organization, long ClockOffset, Guid Project)>(sql, arguments, cancellationToken);
        return [.. rows.Select(row =>
            new DueProject(new OrganizationId(row.Organization), Duration.FromSeconds(row.ClockOffset), new ProjectId(row.Project)))];
    }

    private async Task<IReadOnlyList<Container>> Lock(string sql, OrganizationId organization, object arguments, CancellationToken cancellationToken)
    {
        var rows = await db.Many<ContainerRow>(sql, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }
}
