using Layers.Application.Retention;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Retention;

internal sealed class UploadExpiryRepository(Db db) : IUploadExpiry
{
    // While an organization is suspended nobody can finalize: its uploads have the whole time again when it is resumed. An order and a limit of its own, as in ReviewClockRepository: one look into the index for each, however many wait.
    private const string SelectOrganizationsWithExpired =
        """
        select o.organization_id, o.clock_offset_seconds
        from organizations o
        cross join lateral (
          select from containers c
          where c.organization_id = o.organization_id and c.creative_type = 'uploaded' and c.status in ('queued', 'processing')
            and c.created_at <= @startedBefore + make_interval(secs => o.clock_offset_seconds)
          order by c.created_at
          limit 1) expired
        where o.status = 'active' and (o.resumed_at is null or o.resumed_at <= @startedBefore + make_interval(secs => o.clock_offset_seconds))
        limit @atMost
        """;

    public async Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant startedBefore, int atMost, CancellationToken cancellationToken) =>
        OrganizationRow.ToWork(await db.Many<OrganizationRow>(SelectOrganizationsWithExpired, new { startedBefore, atMost }, cancellationToken));

    private const string LockExpired =
        $"""
         select {ContainerRow.Columns}
         from (
           select c.* from containers c
           join organizations o on o.organization_id = c.organization_id and o.status = 'active'
             and (o.resumed_at is null or o.resumed_at <= @startedBefore)
           where c.organization_id = @organization and creative_type = 'uploaded' and c.status in ('queued', 'processing') and c.created_at <= @startedBefore
           order by c.created_at, c.container_id
           limit @atMost
           for update of c skip locked for key share of o skip locked) c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         order by c.created_at, c.container_id
         """;

    public async Task<IReadOnlyList<Container>> ListForUpdate(
        OrganizationId organization, Instant startedBefore, int atMost, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, startedBefore, atMost };
        var rows = await db.Many<ContainerRow>(LockExpired, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(organization))];
    }

    private const string UpdateExpired =
        """
        update containers
        set status = @status, revision = revision + 1, failed_at = @failedAt, error_code = @errorCode, error_message = @errorMessage,
            media_removed_at = @failedAt
        where organization_id = @organization and container_id = any(@ids)
        """;

    public void Save(IReadOnlyList<Container> containers)
    {
        if (containers.Count == 0)
            return;
        var example = containers[0];
        var update = new
        {
            organization = example.Organization.Value,
            ids = containers.Select(container => container.Id.Value).ToArray(),
            status = example.Status.ToWord(),
            failedAt = example.State.FailedAt,
            errorCode = example.State.LastError!.Code,
            errorMessage = example.State.LastError.Message,
        };
        db.Update(UpdateExpired, update, containers.Count);
    }
}
