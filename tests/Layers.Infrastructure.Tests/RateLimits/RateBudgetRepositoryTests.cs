using Layers.Application.RateLimits;
using Layers.Domain;
using Layers.Domain.RateLimits;
using Layers.Infrastructure.RateLimits;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.RateLimits;

public sealed class RateBudgetRepositoryTests : IAsyncLifetime
{
    private static readonly Instant Minute = Instant.FromUtc(2026, 4, 18, 9, 40);

    private TestDatabase database = null!;
    private NpgsqlDataSource source = null!;
    private RateBudgetRepository budgets = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        source = DataSource.Build(database.ConnectionString);
        budgets = new RateBudgetRepository(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Lease_HandsOverWhatIsThereAndNoMore()
    {
        var budget = Budget(20);

        (await Lease(budget, 12)).Should().Be(new RateGrant(Granted: 12, Left: 8));
        (await Lease(budget, 12)).Should().Be(new RateGrant(Granted: 8, Left: 0));
        (await Lease(budget, 12)).Should().Be(new RateGrant(Granted: 0, Left: 0));
    }

    [Fact]
    public async Task Lease_OfManyAtOnce_NeverExceedsTheLimit()
    {
        var budget = Budget(120);

        var grants = await Crowd.Of(40, index => Lease(budget, 1 + (index % 12)));

        grants.Sum(grant => grant.Granted).Should().Be(120);
    }

    [Fact]
    public async Task Lease_OfAnotherKeyClassOrganizationOrWindow_IsOfAnotherBudget()
    {
        var budget = Budget(20);
        await Lease(budget, 20);

        foreach (var other in new[]
        {
            budget with { Key = Id.New<ApiKeyId>(Minute) },
            budget with { Organization = Id.New<OrganizationId>(Minute) },
            budget with { EndpointClass = EndpointClass.LongRunning },
        })
        {
            (await Lease(other, 1)).Granted.Should().Be(1);
        }

        (await Lease(budget, 1, Minute + IRateBudgets.Window)).Granted.Should().Be(1);
    }

    [Fact]
    public async Task Lease_AfterTheLimitWasLowered_GrantsNothingMore()
    {
        await Lease(Budget(6_000), 600);

        (await Lease(Budget(120), 1)).Should().Be(new RateGrant(Granted: 0, Left: 0));
    }

    [Fact]
    public async Task Lease_ClearsUpBehindItsKey_ButNotBehindOthers()
    {
        var other = Budget(20) with { Key = Id.New<ApiKeyId>(Minute) };
        await Lease(other, 1);
        for (var minutes = 0; minutes < 10; minutes++)
            await Lease(Budget(20), 1, Minute + Duration.FromMinutes(minutes));

        var windows = await database.Value<long>("select count(*) from rate_budgets where api_key_id = $1", Budget(20).Key.Value);
        windows.Should().Be(6, "five minutes, by which clocks of nodes may differ, and the present one");
        (await database.Value<long>("select count(*) from rate_budgets where api_key_id = $1", other.Key.Value)).Should().Be(1);
    }

    private Task<RateGrant> Lease(RateBudget budget, int wanted, Instant? window = null) => budgets.Lease(budget, window ?? Minute, wanted, CancellationToken.None);

    private static RateBudget Budget(int limit) => new(default, default, EndpointClass.WriteLight, limit);
}
