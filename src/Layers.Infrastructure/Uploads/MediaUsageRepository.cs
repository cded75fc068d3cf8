using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Uploads;

internal sealed class MediaUsageRepository(Db db, UploadOptions options) : IMediaUsage
{
    private const string AddBytes =
        """
        insert into media_usage as u (organization_id, bytes) values (@organization, @bytes)
        on conflict (organization_id) do update set bytes = u.bytes + excluded.bytes
        """;

    public void Add(OrganizationId organization, long bytes) => db.Write(AddBytes, new { organization = organization.Value, bytes });

    // Waits for one who counts at this moment, and judges by what is left then: of many starts at once none passes the quota.
    private const string ReserveBytes =
        """
        insert into media_usage as u (organization_id, bytes) select @organization, @bytes where @bytes <= @most
        on conflict (organization_id) do update set bytes = u.bytes + excluded.bytes where u.bytes + excluded.bytes <= @most
        returning u.bytes
        """;

    private const string SelectBytes = "select bytes from media_usage where organization_id = @organization";

    public async Task Reserve(OrganizationId organization, long bytes, CancellationToken cancellationToken)
    {
        if (options.MostBytes is not { } most)
        {
            Add(organization, bytes);
            return;
        }

        var reserved = await db.Many<long>(ReserveBytes, new { organization = organization.Value, bytes, most }, cancellationToken);
        if (reserved.Count == 0)
            throw Refusal(most, await db.One<long>(SelectBytes, new { organization = organization.Value }, cancellationToken), bytes);
    }

    private static DomainException Refusal(long most, long used, long asked) =>
        new(
            ErrorKind.QuotaExceeded,
            "This upload would exceed the bytes that the organization may keep.",
            new Dictionary<string, object?> { ["limitBytes"] = most, ["usedBytes"] = used, ["askedBytes"] = asked });

    // Uploads are counted by what they declared, generated files by what they are. Never less than nothing: a server of an older version
    // counts no uploads, and may run beside this one for a while.
    private const string ReleaseBytes =
        """
        update media_usage set bytes = greatest(0, bytes
          - (select coalesce(sum(f.size_bytes), 0) from upload_files f where f.organization_id = @organization and f.container_id = any(@containers))
          - (select coalesce(sum((a ->> 'sizeBytes')::bigint), 0)
             from containers c cross join lateral json_array_elements(c.assets) a
             where c.organization_id = @organization and c.container_id = any(@containers) and c.creative_type = 'generated'))
        where organization_id = @organization
        """;

    public void Release(OrganizationId organization, IReadOnlyList<ContainerId> containers)
    {
        if (containers.Count > 0)
            db.Write(ReleaseBytes, new { organization = organization.Value, containers = containers.Select(container => container.Value).ToArray() });
    }

    private const string SelectUsages =
        """
        select o.organization_id as id, o.name, coalesce(u.bytes, 0) as bytes
        from organizations o left join media_usage u on u.organization_id = o.organization_id
        order by o.name
        """;

    public async Task<IReadOnlyList<OrganizationUsage>> ListAll(CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Id, string Name, long Bytes)>(SelectUsages, new { }, cancellationToken);
        return [.. rows.Select(row => new OrganizationUsage(new OrganizationId(row.Id), row.Name, row.Bytes))];
    }

    // Makes the row where there is none, and locks it: it waits for one who counts at this moment.
    private const string LockUsage =
        """
        insert into media_usage as u (organization_id, bytes) values (@organization, 0)
        on conflict (organization_id) do update set bytes = u.bytes
        returning u.bytes
        """;

    // A statement of its own, behind the lock: it sees what others have committed, and they add what they commit later.
    private const string CountBytes =
        """
        update media_usage set bytes =
          (select coalesce(sum(f.size_bytes), 0)
           from upload_files f join containers c on c.organization_id = f.organization_id and c.container_id = f.container_id
           where f.organization_id = @organization and c.media_removed_at is null)
          + (select coalesce(sum((a ->> 'sizeBytes')::bigint), 0)
             from containers c cross join lateral json_array_elements(c.assets) a
             where c.organization_id = @organization and c.creative_type = 'generated' and c.media_removed_at is null)
        where organization_id = @organization
        returning bytes
        """;

    public async Task<(long Before, long After)> Recount(OrganizationId organization, CancellationToken cancellationToken)
    {
        var before = await db.One<long>(LockUsage, new { organization = organization.Value }, cancellationToken);
        return (before, await db.One<long>(CountBytes, new { organization = organization.Value }, cancellationToken));
    }
}
