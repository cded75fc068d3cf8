using Layers.Application.Content;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Retention;

internal sealed class MediaOwnerReads(Db db) : IMediaOwners
{
    private const string SelectDatabase =
        "select s.system_identifier || '/' || d.oid from pg_control_system() s, pg_database d where d.datname = current_database()";

    public async Task<string> GetDatabase(CancellationToken cancellationToken) => (await db.One<string>(SelectDatabase, new { }, cancellationToken))!;

    // Files carry no organization in their names: this looks at all of them, by an index of the ids alone.
    private const string SelectWithoutFiles =
        """
        select f.container_id as id, c.container_id is not null as is_known
        from unnest(@ids) as f (container_id)
        left join containers c on c.container_id = f.container_id
        where c.container_id is null or c.media_removed_at is not null or c.status in ('failed', 'canceled')
        """;

    private const string SelectBirth = "select min(applied_at) from schema_migrations";

    public async Task<IReadOnlyList<ContainerId>> FindWithoutFiles(IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken)
    {
        var ids = containers.Select(container => container.Value).ToArray();
        var found = await db.Many<(Guid Id, bool IsKnown)>(SelectWithoutFiles, new { ids }, cancellationToken);
        if (found.All(container => container.IsKnown))
            return [.. found.Select(container => new ContainerId(container.Id))];
        var born = await db.One<Instant>(SelectBirth, new { }, cancellationToken);
        return [.. found.Where(container => container.IsKnown || Id.MadeAt(container.Id) > born).Select(container => new ContainerId(container.Id))];
    }

    // What a container shows of its files begins with the scheme of media addresses, see MediaAddress.
    private const string SelectUnnamed =
        """
        select f.place::int
        from unnest(@containers, @receipts, @paths) with ordinality as f (container_id, receipt, path, place)
        join containers c on c.container_id = f.container_id
        where c.media_removed_at is null and case
          when c.status = 'completed' then f.path is null or strpos(concat(c.assets, c.preview, c.primary_asset), '"media:' || f.path || '"') = 0
          when c.status in ('queued', 'processing') then f.receipt is not null and not exists (
            select from upload_files u
            where u.organization_id = c.organization_id and u.container_id = c.container_id and u.receipt = f.receipt)
          else false end
        """;

    public async Task<IReadOnlyList<StoredFile>> FindUnnamed(IReadOnlyList<StoredFile> files, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            containers = files.Select(file => file.Container.Value).ToArray(),
            receipts = files.Select(file => file.Receipt).ToArray(),
            paths = files.Select(file => file.MediaPath).ToArray(),
        };
        var places = await db.Many<int>(SelectUnnamed, arguments, cancellationToken);
        return [.. places.Select(place => files[place - 1])];
    }
}
