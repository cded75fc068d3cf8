using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.RateLimits;

/// <summary>What a great many requests of one key cost.</summary>
public sealed class FloodTests(FloodTests.Proxied api) : IClassFixture<FloodTests.Proxied>
{
    [Fact]
    public async Task Crowd_OfAFreshKey_GetsTheLimitAndNotOneMore_InFewRoundTrips()
    {
        using var client = api.Behind.Client(await api.KeyOf(RateLimitTier.Standard));
        (await client.Send(Budgets.LongRunning)).Status.Should().Be(HttpStatusCode.NotFound, "the key is known from now on");
        var said = api.Proxy.Record();

        var answers = await Crowd.Of(200, _ => client.Whoami());

        answers.Count(answer => answer.Status == HttpStatusCode.OK).Should().Be(120);
        answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Remaining()).Should().BeEquivalentTo(Enumerable.Range(0, 120));
        answers.Where(answer => answer.Status != HttpStatusCode.OK).Should().OnlyContain(answer => answer.Status == HttpStatusCode.TooManyRequests);
        said.Count(message => message.EndsRoundTrip).Should().Be(13, "1, 2, 4 and 8 requests, and then a tenth of the limit at a time");
    }

    [Fact]
    public async Task Flood_OfAKeyWithoutBudget_CostsNoRoundTrip_AndOthersAreServedMeanwhile()
    {
        using var flooding = api.Behind.Client(await api.KeyOf(RateLimitTier.Standard));
        using var other = api.Behind.Client(await api.KeyOf(RateLimitTier.Partner));
        await flooding.UseUp();
        await other.Whoami();
        var said = api.Proxy.Record();

        (await Crowd.Of(300, _ => flooding.Whoami())).Should().OnlyContain(answer => answer.Status == HttpStatusCode.TooManyRequests);
        said.Should().BeEmpty();

        var both = await Crowd.Of(300, async index =>
            index % 3 == 0
                ? (await other.GetJson("/v1/projects")).Status == HttpStatusCode.OK
                : (await flooding.GetJson("/v1/projects")).Status == HttpStatusCode.TooManyRequests);
        both.Should().AllBeEquivalentTo(true);
        said.Where(message => message.Type == 'E' && message.Sql!.Contains("from projects", StringComparison.Ordinal)).Should().HaveCount(100);
    }

    [Fact]
    public async Task Flood_ThatOutlivesWhatIsKnownOfItsKey_LooksItUpOnceATime()
    {
        using var flooding = api.Behind.Client(await api.KeyOf(RateLimitTier.Standard));
        await flooding.UseUp();

        for (var i = 0; i < 3; i++)
        {
            api.Time.Advance(TimeSpan.FromMilliseconds(450));
            var said = api.Proxy.Record();
            (await Crowd.Of(100, _ => flooding.Whoami())).Should().OnlyContain(answer => answer.Status == HttpStatusCode.TooManyRequests);
            said.Count(message => message.EndsRoundTrip).Should().Be(1);
        }
    }

    [Fact]
    public async Task Request_WhenTheBudgetCannotBeAsked_Returns503_AndCountsAgainWhenItCan()
    {
        using var client = api.Behind.Client(await api.KeyOf(RateLimitTier.Standard));
        (await client.Whoami()).Remaining().Should().Be(119);
        api.Proxy.Judge(_ => Fate.Cut);

        var refused = await client.Whoami();

        refused.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        refused.ShouldNotBeCounted(Budgets.ReadLight);
        api.Proxy.Rest();
        await api.Proxy.Settled();
        (await client.Whoami()).Remaining().Should().BeLessThan(119);
    }

    /// <summary>A server whose messages to PostgreSQL are counted. It knows every key that it has seen.</summary>
    public sealed class Proxied : ApiFixture, IAsyncLifetime
    {
        public PostgresProxy Proxy { get; private set; } = null!;

        public ApiServer Behind { get; private set; } = null!;

        public FakeTime Time { get; } = new();

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Proxy = new PostgresProxy(Server.Database);
            Behind = await ApiServer.Start(database: Server.Database, clock: Clock, time: Time, proxy: Proxy);
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await Behind.DisposeAsync();
            await Proxy.DisposeAsync();
            await DisposeAsync();
        }
    }
}
