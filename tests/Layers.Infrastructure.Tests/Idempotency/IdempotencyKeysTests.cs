using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Idempotency;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Idempotency;

public sealed class IdempotencyKeysTests : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);
    private static readonly Duration Moment = Duration.FromMilliseconds(1);

    private readonly CurrentCaller caller = CallerOf(Id.New<OrganizationId>(Noon));
    private TestDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        // Twins give up soon.
        source = DataSource.Build(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c lock_timeout=50ms" }.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Key_WithinADay_IsAnsweredFromTheFirst()
    {
        await Answer("key", Noon, "first");

        (await Answer("key", Noon + IIdempotencyKeys.Kept - Moment, "second")).Should().Be("first");
    }

    [Fact]
    public async Task Key_AfterADay_IsForgottenAndCountsAnew()
    {
        await Answer("key", Noon, "first");

        (await Answer("key", Noon + IIdempotencyKeys.Kept, "second")).Should().Be("second");

        (await Answer("key", Noon + IIdempotencyKeys.Kept + IIdempotencyKeys.Kept - Moment, "third")).Should().Be("second");
    }

    [Fact]
    public async Task Key_OfAnotherApiKeyOrOrganization_IsAnotherKey()
    {
        await Answer("key", Noon, "first");

        (await Answer("key", Noon, "another key's", CallerOf(caller.Organization))).Should().Be("another key's");
        (await Answer("key", Noon, "another organization's", CallerOf(Id.New<OrganizationId>(Noon)))).Should().Be("another organization's");
        (await Answer("key", Noon, "second")).Should().Be("first");
    }

    [Fact]
    public async Task Key_OfAnotherRequest_IsAConflict_WhateverTypeItsAnswerHas()
    {
        await Answer("key", Noon, "first");
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

        var get = () => new IdempotencyKeys(db, caller).GetFirst<int>(new IdempotentAttempt("key", [4]), CancellationToken.None);

        (await get.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.IdempotencyConflict);
    }

    [Fact]
    public async Task Twin_WhoHasWaitedLongEnough_IsToldThatTheFirstStillRuns()
    {
        await using var first = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await first.Run(
            async () =>
            {
                (await new IdempotencyKeys(first, caller).Claim(Attempt("key"), Noon, CancellationToken.None)).Should().BeTrue();
                var twin = () => Answer("key", Noon, "twin");
                (await twin.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);
                return true;
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task ForgetExpired_ForgetsTheExpiredOfAllOrganizationsAndNoOthers()
    {
        await Answer("old", Noon, "old");
        await Answer("other's", Noon, "old", CallerOf(Id.New<OrganizationId>(Noon)));
        await Answer("young", Noon + Moment, "young");

        (await Forget(Noon + IIdempotencyKeys.Kept, atMost: 100)).Should().Be(2);

        (await database.Value<string>("select string_agg(key, ',') from idempotency_keys")).Should().Be("young");
        (await Forget(Noon + IIdempotencyKeys.Kept, atMost: 100)).Should().Be(0);
    }

    [Fact]
    public async Task ForgetExpired_ForgetsNoMoreThanAskedTo_OldestFirst()
    {
        for (var i = 0; i < 5; i++)
            await Answer($"{i}", Noon + (i * Moment), "old");

        (await Forget(Noon + Duration.FromDays(2), atMost: 2)).Should().Be(2);

        (await database.Value<string>("select string_agg(key, ',' order by key) from idempotency_keys")).Should().Be("2,3,4");
    }

    [Fact]
    public async Task ForgetExpired_PassesOverAKeyThatIsBeingClaimed()
    {
        await Answer("claimed", Noon, "first");
        await Answer("old", Noon + Moment, "old");
        var later = Noon + Duration.FromDays(2);
        await using var claiming = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await claiming.Run(
            async () =>
            {
                (await new IdempotencyKeys(claiming, caller).Claim(Attempt("claimed"), later, CancellationToken.None)).Should().BeTrue();
                (await Forget(later, atMost: 100)).Should().Be(1);
                return true;
            },
            CancellationToken.None);

        (await database.Value<string>("select string_agg(key, ',') from idempotency_keys")).Should().Be("claimed");
    }

    /// <summary>Runs a command that answers <paramref name="answer"/> when it is the first with the key; answers what its caller gets.</summary>
    private async Task<string> Answer(string key, Instant now, string answer, CurrentCaller? by = null)
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var keys = new IdempotencyKeys(db, by ?? caller);
        return await db.Run(
            async () => await keys.Claim(Attempt(key), now, CancellationToken.None)
                ? keys.Keep(Attempt(key), answer)
                : await keys.GetFirst<string>(Attempt(key), CancellationToken.None),
            CancellationToken.None);
    }

    private async Task<int> Forget(Instant now, int atMost)
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        return await new IdempotencyKeys(db, caller).ForgetExpired(now, atMost, CancellationToken.None);
    }

    private static IdempotentAttempt Attempt(string key) => new(key, [1, 2, 3]);

    private static CurrentCaller CallerOf(OrganizationId organization)
    {
        var key = Id.New<ApiKeyId>(Noon);
        var caller = new CurrentCaller();
        caller.ActAs(new Credential(
            key, "ABCDEFGHIJKLMNOP", Name: null, organization, "Acme", [], OrganizationEnvironment.Live, ["*"], RateLimitTier.Standard, ActorType.Person, false, false, Duration.Zero));
        return caller;
    }
}
