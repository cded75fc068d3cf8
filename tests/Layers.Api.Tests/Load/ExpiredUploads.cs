using Layers.Application.Uploads;
using Layers.Testing;

namespace Layers.Api.Tests.Load;

/// <summary>Many uploads that were started long ago and never finalized, each with a file on the disk for the first few, and containers to decide meanwhile.</summary>
internal sealed class ExpiredUploads(ApiFixture api, int count)
{
    private const int WithFiles = 200;

    private string project = "";

    /// <summary>All is well.</summary>
    public const string None = "0 not expired, 0 audit rows, 0 events, 0 bytes too many";

    public async Task Make()
    {
        project = await api.Given.Project();
        var (id, _) = await api.Given.StartedUpload(project, Given.Picture());
        await api.Server.Database.Run(Copies, id.Uuid(), count - 1);
        await api.Server.Send(new RecountMediaUsage(), api.Given.OrganizationId);
        foreach (var container in await Some())
        {
            var folder = Directory.CreateDirectory(Path.Combine(api.Server.MediaFolder, "kept", container.ToString("D")));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "upload-1"), "staged");
        }
    }

    /// <summary>Pending containers of another project.</summary>
    public async Task<IReadOnlyList<string>> Pending(int howMany)
    {
        var pending = await api.Given.GatedProject();
        var id = await api.Given.Pending(pending);
        await api.Server.Database.Run(PendingCopies, id.Uuid(), howMany - 1);
        var ids = await api.Server.Database.Value<Guid[]>("select array_agg(container_id) from containers where project_id = $1", pending.Uuid());
        return [.. ids!.Select(one => $"cnt_{one:D}")];
    }

    public Task<long> Waiting() =>
        api.Server.Database.Value<long>("select count(*) from containers where project_id = $1 and status = 'queued'", project.Uuid());

    /// <summary>Of how many something is wrong: each has failed once, with one audit row and one event, and its bytes are counted no more.</summary>
    public Task<string?> Faults() => api.Server.Database.Value<string>(SelectFaults, project.Uuid(), api.Given.OrganizationId.Value);

    private async Task<Guid[]> Some() =>
        (await api.Server.Database.Value<Guid[]>($"select array_agg(container_id) from (select container_id from containers where project_id = $1 limit {WithFiles}) first", project.Uuid()))!;

    private const string Copies =
        """
        with made as (
          insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since)
          select organization_id, gen_random_uuid(), project_id, creative_type, status, approval_status, revision, created_at - n * interval '1 second', review_since
          from containers, generate_series(1, $2) n where container_id = $1
          returning organization_id, container_id)
        insert into upload_files (organization_id, container_id, ordinal, filename, content_type, size_bytes)
        select organization_id, container_id, 1, 'latte.jpg', 'image/jpeg', 1000 from made
        """;

    private const string PendingCopies =
        """
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select organization_id, gen_random_uuid(), project_id, creative_type, status, approval_status, revision, caption, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit
        from containers, generate_series(1, $2) n where container_id = $1
        """;

    private const string SelectFaults =
        """
        with noted as (
          select right(data ->> 'containerId', 36)::uuid as id, count(*) as rows from audit_log
          where organization_id = $2 and event_type = 'content.failed' group by 1),
        told as (
          select right(data ->> 'id', 36)::uuid as id, count(*) as rows from events
          where organization_id = $2 and event_type = 'content.failed' group by 1)
        select format('%s not expired, %s audit rows, %s events, %s bytes too many',
          count(*) filter (where c.status <> 'failed' or c.revision <> 2 or c.error_code <> 'UPLOAD_EXPIRED' or c.media_removed_at is null),
          count(*) filter (where noted.rows is distinct from 1),
          count(*) filter (where told.rows is distinct from 1),
          (select u.bytes from media_usage u where u.organization_id = $2)
            - (select coalesce(sum(f.size_bytes), 0)
               from upload_files f join containers k on k.organization_id = f.organization_id and k.container_id = f.container_id
               where f.organization_id = $2 and k.media_removed_at is null))
        from containers c
        left join noted on noted.id = c.container_id
        left join told on told.id = c.container_id
        where c.project_id = $1
        """;
}
