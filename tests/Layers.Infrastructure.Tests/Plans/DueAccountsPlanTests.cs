using Layers.Application.Seams;
using Layers.Domain.Approval;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>One organization with 2,000 accounts, each with a post for later. What is due is looked for twice a second.</summary>
public sealed class DueAccountsPlanTests : IAsyncLifetime
{
    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at) values (lpad('1', 32, '0')::uuid, 'Acme', 'live', 'epoch');
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, organization_id, name, 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select project_id, project_id, project_id, 'uploaded', 'completed', 'not_required', 1, 'epoch', 'epoch', 'epoch', '[]', '{}', '{}', '{}' from projects;
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
          select organization_id, lpad(n::text, 32, '0')::uuid, project_id, 'tiktok', n, 'sandbox',
            case when n = 1000 then 'reauth_required' else 'connected' end, 'epoch'
          from projects, generate_series(1, 2000) n;
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, scheduled_for,
          due_at, attempts, created_at)
        select organization_id, social_account_id, project_id, project_id, social_account_id, 'publish', 'queued', '', hour, hour, 0, 'epoch'
        from social_accounts, lateral (select timestamptz '2026-01-01Z' + interval '1 day' * abs(handle::int - 1000) as hour) hours;
        """;

    private TestDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        await database.Run(Insert);
        await database.Run("vacuum analyze");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData(0, 0, 1)] // Only the post of the account that must sign in again, which waits for up to an hour.
    [InlineData(1, 3, 3)]
    [InlineData(49, 99, 99)]
    [InlineData(50, 101, 100 + 2_000)]
    public async Task ListDueAccounts_LooksAtWhatIsDue_WhileThatIsLittle(int days, int found, int looks)
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 1)));
        var now = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromDays(days);

        var (due, read) = await db.CountEntries(
            "scheduled_posts", reads => new DuePostRepository(reads, new PublisherCatalog([new SandboxPublisher()]), new ApprovalGate([])).ListDueAccounts(now, Duration.FromHours(1), atMost: 5_000, CancellationToken.None));

        due.Should().HaveCount(found).And.OnlyHaveUniqueItems();
        read.Should().BeLessThanOrEqualTo(looks + 10, "2,000 accounts have a post for later");
    }
}
