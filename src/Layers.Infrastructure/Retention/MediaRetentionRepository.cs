using System.Text;
using Layers.Application.Content;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Retention;

internal sealed class MediaRetentionRepository(Db db) : IMediaRetention
{
    // An order and a limit of its own, as in ReviewClockRepository: one look into the index for each, however many wait.
    private const string SelectOrganizationsWithOldMedia =
        """
        select o.organization_id, o.clock_offset_seconds
        from organizations o
        cross join lateral (
          select from containers c
          where c.organization_id = o.organization_id and c.approval_status = 'rejected' and c.media_removed_at is null
            and c.decided_at <= @rejectedBefore + make_interval(secs => o.clock_offset_seconds)
          order by c.decided_at
          limit 1) old
        where o.status = 'active'
        limit @atMost
        """;

    public async Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant rejectedBefore, int atMost, CancellationToken cancellationToken) =>
        OrganizationRow.ToWork(await db.Many<OrganizationRow>(SelectOrganizationsWithOldMedia, new { rejectedBefore, atMost }, cancellationToken));

    private const string LockOldMedia =
        $"""
         select {ContainerRow.Columns}, c.assets, c.preview, c.primary_asset
         from (
           select * from containers
           where organization_id = @organization and approval_status = 'rejected' and media_removed_at is null and decided_at <= @rejectedBefore
           order by decided_at, container_id
           limit @atMost
           for update skip locked) c
         join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
         order by c.decided_at, c.container_id
         """;

    public async Task<IReadOnlyList<RejectedMedia>> ListForUpdate(
        OrganizationId organization, Instant rejectedBefore, int atMost, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, rejectedBefore, atMost };
        var rows = await db.Many<FullContainerRow>(LockOldMedia, arguments, cancellationToken);
        return [.. rows.Select(row => new RejectedMedia(row.ToDomain(organization), row.Assets!, row.Preview!, row.PrimaryAsset!))];
    }

    private const string UpdateRemoved =
        """
        update containers c
        set revision = c.revision + 1, media_removed_at = @removedAt, assets = m.assets::json, preview = m.preview::json, primary_asset = m.primary_asset::json
        from unnest(@ids, @assets, @previews, @primaryAssets) as m (container_id, assets, preview, primary_asset)
        where c.organization_id = @organization and c.container_id = m.container_id
        """;

    public void Save(IReadOnlyList<RejectedMedia> removed)
    {
        if (removed.Count == 0)
            return;
        var update = new
        {
            organization = removed[0].Container.Organization.Value,
            removedAt = removed[0].Container.State.MediaRemovedAt,
            ids = removed.Select(media => media.Container.Id.Value).ToArray(),
            assets = removed.Select(media => Text(media.Assets)).ToArray(),
            previews = removed.Select(media => Text(media.Preview)).ToArray(),
            primaryAssets = removed.Select(media => Text(media.PrimaryAsset)).ToArray(),
        };
        db.Update(UpdateRemoved, update, removed.Count);
    }

    private static string Text(StoredMedia media) => Encoding.UTF8.GetString(media.Json);
}
