using Layers.Domain;
using Layers.Infrastructure.Retention;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>What removes old things costs what it finds, not all that is kept: a look one entry for each organization, and a batch its rows.</summary>
public sealed class RetentionPlanTests(OldWork old) : IClassFixture<OldWork>
{
    private const int Batch = 100;

    // PostgreSQL looks at some when it makes a plan.
    private const int EndsOfIndexes = 20;

    private static readonly Instant Before = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant Between = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly OrganizationId First = new(Guid.Parse($"{1:D32}"));

    [Fact]
    public async Task LookingForOldThings_LooksAtOneEntryAnOrganization()
    {
        foreach (var (at, found) in new[] { (Before, 0), (Between, OldWork.Organizations) })
        {
            await Look("containers", found, db => new UploadExpiryRepository(db).ListOrganizations(at, 1_000, default));
            await Look("containers", found, db => new MediaRetentionRepository(db).ListOrganizations(at, 1_000, default));
            await Look("events", found, db => new EventRetentionRepository(db).ListOrganizations(at, 1_000, default));
            await Look("webhook_deliveries", found, db => new DeliveryRetentionRepository(db).ListOrganizations(at, 1_000, default));
        }
    }

    [Fact]
    public async Task ABatch_ReadsNoMoreThanItsRows()
    {
        // More often than PostgreSQL looks at the values before it makes a plan for any.
        for (var time = 0; time < 7; time++)
        {
            // A row is read in the index and in the table, once to be found and once to be locked or written; an event also for its deliveries.
            await Take("containers", 6, async db => (await new UploadExpiryRepository(db).ListForUpdate(First, Between, Batch, default)).Count);
            await Take("containers", 6, async db => (await new MediaRetentionRepository(db).ListForUpdate(First, Between, Batch, default)).Count);
            await Take("webhook_deliveries", 6, db => new DeliveryRetentionRepository(db).Remove(First, Between, Batch, default));
            await Take("events", 6, async db => (await new EventRetentionRepository(db).Remove(First, Between, Batch, default)).Count);
        }
    }

    private async Task Look<T>(string table, int found, Func<Db, Task<IReadOnlyList<T>>> look)
    {
        await old.Vacuum(table);
        await using var db = old.Db();
        var (organizations, read) = await db.CountEntries(table, look);
        organizations.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo((2 * OldWork.Organizations) + EndsOfIndexes, $"{table} has thousands of rows in one organization");
    }

    private async Task Take(string table, int readings, Func<Db, Task<int>> take)
    {
        await old.Vacuum(table);
        await using var db = old.Db();
        var (taken, read) = await db.CountEntries(table, take);
        taken.Should().Be(Batch);
        read.Should().BeLessThanOrEqualTo((readings * Batch) + EndsOfIndexes, $"{OldWork.OfTheFirst} of {table} are there, and half of them are old");
    }
}
