using Layers.Infrastructure.Tests.Plans;
using Layers.Testing;

namespace Layers.Infrastructure.Tests.Approval;

/// <summary>A database with one project, in which review was asked for only when it was long: what was decided stands behind what never was.</summary>
public sealed class LateDecisions : IAsyncLifetime
{
    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at) values ('00000000-0000-0000-0000-000000000001', 'acme', 'live', 'epoch');
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, '00000000-0000-0000-0000-000000000000', 'a', 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, updated_at)
          select organization_id, project_id, true, 5, 'epoch' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit, decided_at, decided_by, decision_source)
        select organization_id, lpad(n::text, 32, '0')::uuid, project_id, 'uploaded', 'completed', case when decided then 'approved' else 'not_required' end, 1, 'epoch', 'epoch',
          'epoch', '[]', '{}', '{}', '[]', case when decided then timestamptz 'epoch' end, case when decided then 'api_key_1' end, case when decided then 'person' end
        from projects, generate_series(1, 10000) n, lateral (select n > 5000 as decided) late;
        """;

    private TestDatabase database = null!;

    internal PlannedReads Reads { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        Reads = await PlannedReads.Of(database);
        await database.Run(Insert);
        // Not vacuumed, as after a great many uploads at once: what stands in an index has to be looked up in the table too, which makes the index dear.
        await database.Run("analyze");
    }

    public async Task DisposeAsync()
    {
        await Reads.DisposeAsync();
        await database.DisposeAsync();
    }
}
