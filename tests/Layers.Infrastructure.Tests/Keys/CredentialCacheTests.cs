using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Keys;
using Layers.Infrastructure.Organizations;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;

namespace Layers.Infrastructure.Tests.Keys;

public sealed class CredentialCacheTests : IAsyncLifetime
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    private readonly FakeTime time = new();
    private TestDatabase database = null!;
    private CredentialCache cache = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        cache = new CredentialCache(time);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Credential_IsAskedForOnceAndAgainWithinASecond()
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var keys = new ApiKeyRepository(db, cache);
        var key = await Add(db, keys, "ABCDEFGHIJKLMNOP");
        (await Find(keys, key)).IsKilled.Should().BeFalse();

        await Kill(db, new ApiKeyRepository(db, new CredentialCache(time)), key);

        (await Find(keys, key)).IsKilled.Should().BeFalse("that is what the cache is for");
        time.Advance(Promised - TimeSpan.FromTicks(1));
        (await Find(keys, key)).IsKilled.Should().BeTrue();
    }

    [Fact]
    public async Task Kill_IsFeltAtOnceByItsOwnNode_AndNotBeforeItIsCommitted()
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await using var other = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var keys = new ApiKeyRepository(db, cache);
        var key = await Add(db, keys, "KILLEDATONCEQRST");

        await db.Run(
            async () =>
            {
                key.Kill(Instant.FromUnixTimeSeconds(0));
                keys.Save(key);
                (await Find(new ApiKeyRepository(other, cache), key)).IsKilled.Should().BeFalse("it is not committed");
                return true;
            },
            CancellationToken.None);

        (await Find(keys, key)).IsKilled.Should().BeTrue("what was read before the commit is not served after it");
    }

    [Fact]
    public async Task TurnedClock_IsSeenAtOnceByItsOwnNode()
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        await using var other = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var keys = new ApiKeyRepository(db, cache);
        var key = await Add(db, keys, "TURNEDCLOCKQRSTU", OrganizationEnvironment.Test);

        await db.Run(
            async () =>
            {
                await keys.TurnClock(key.Organization, Duration.FromHours(1), CancellationToken.None);
                (await Find(new ApiKeyRepository(other, cache), key)).ClockOffset.Should().Be(Duration.Zero, "it is not committed");
                return true;
            },
            CancellationToken.None);

        (await Find(keys, key)).ClockOffset.Should().Be(Duration.FromHours(1));
    }

    [Fact]
    public void Credential_ThatWasAskedForBeforeTheCacheWasCleared_IsNotServed()
    {
        var asked = cache.Ask();
        cache.Clear();

        cache.Keep("ABCDEFGHIJKLMNOP", CredentialThat(isKilled: false), asked);

        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeFalse();
        cache.Keep("ABCDEFGHIJKLMNOP", CredentialThat(isKilled: false), cache.Ask());
        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeTrue();
    }

    [Fact]
    public async Task UnknownKey_IsNotKept()
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 100)));
        var keys = new ApiKeyRepository(db, cache);
        (await keys.FindCredential("QRSTUVWXYZ234567", CancellationToken.None)).Should().BeNull();

        await Add(db, keys, "QRSTUVWXYZ234567");

        (await keys.FindCredential("QRSTUVWXYZ234567", CancellationToken.None)).Should().NotBeNull("it was made a moment ago");
    }

    [Fact]
    public void Credential_IsAsOldAsTheQuestionNotAsTheAnswer()
    {
        var asked = cache.Ask();
        time.Advance(Promised);
        cache.Keep("ABCDEFGHIJKLMNOP", null!, asked);

        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeFalse("a kill may have been answered while the database was slow");
    }

    [Fact]
    public void Credential_NearTheEndOfItsLife_IsAskedForByOneOfACrowd()
    {
        cache.Keep("ABCDEFGHIJKLMNOP", null!, cache.Ask());
        time.Advance(TimeSpan.FromMilliseconds(450));

        Enumerable.Range(0, 5).Select(_ => cache.TryGet("ABCDEFGHIJKLMNOP", out var _)).Should().Equal(false, true, true, true, true);
        time.Advance(TimeSpan.FromMilliseconds(50));
        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeFalse("the one who asked has not been answered");
    }

    [Fact]
    public void Answer_ThatWasOvertaken_DoesNotBringAKilledKeyBack()
    {
        var before = cache.Ask();
        time.Advance(TimeSpan.FromMilliseconds(10));
        cache.Keep("ABCDEFGHIJKLMNOP", CredentialThat(isKilled: true), cache.Ask());

        cache.Keep("ABCDEFGHIJKLMNOP", CredentialThat(isKilled: false), before);

        cache.TryGet("ABCDEFGHIJKLMNOP", out var credential).Should().BeTrue();
        credential!.IsKilled.Should().BeTrue();
    }

    [Fact]
    public void Key_ThatOneFoundGone_ServesNobodyElse()
    {
        cache.Keep("ABCDEFGHIJKLMNOP", CredentialThat(isKilled: false), cache.Ask());
        time.Advance(TimeSpan.FromMilliseconds(300));
        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeFalse("one is to ask");

        cache.Forget("ABCDEFGHIJKLMNOP", cache.Ask());

        cache.TryGet("ABCDEFGHIJKLMNOP", out _).Should().BeFalse();
    }

    private static Credential CredentialThat(bool isKilled) =>
        new(
            default, "ABCDEFGHIJKLMNOP", Name: null, default, "Acme", new byte[32], OrganizationEnvironment.Live, ["*"], RateLimitTier.Standard, ActorType.Person,
            isKilled, IsOrganizationSuspended: false, Duration.Zero);

    private static Task<bool> Kill(Db db, ApiKeyRepository keys, ApiKey key) =>
        db.Run(
            () =>
            {
                key.Kill(Instant.FromUnixTimeSeconds(0));
                keys.Save(key);
                return Task.FromResult(true);
            },
            CancellationToken.None);

    private static async Task<Credential> Find(ApiKeyRepository keys, ApiKey key) => (await keys.FindCredential(key.KeyId, CancellationToken.None))!;

    private static Task<ApiKey> Add(Db db, ApiKeyRepository keys, string keyId, OrganizationEnvironment environment = OrganizationEnvironment.Live) =>
        db.Run(
            () =>
            {
                var now = Instant.FromUnixTimeSeconds(0);
                var organization = Id.New<OrganizationId>(now);
                var key = new ApiKey(new ApiKeyState
                {
                    Id = Id.New<ApiKeyId>(now),
                    Organization = organization,
                    Environment = environment,
                    KeyId = keyId,
                    Name = "key",
                    Scopes = ["*"],
                    Tier = RateLimitTier.Standard,
                    ActorType = ActorType.Person,
                    CreatedAt = now,
                });
                new OrganizationRepository(db).Add(organization, keyId, environment, now);
                keys.Add(key, new byte[32]);
                return Task.FromResult(key);
            },
            CancellationToken.None);
}
