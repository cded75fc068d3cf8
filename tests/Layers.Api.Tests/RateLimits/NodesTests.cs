using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.RateLimits;

/// <summary>Two nodes on one database.</summary>
public sealed class NodesTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Instant LateInTheMinute = Instant.FromUtc(2026, 4, 18, 9, 40, 59);

    [Fact]
    public async Task Budget_IsShared_AndWhatOneNodeHoldsTheOtherLacks()
    {
        await using var second = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        var key = await api.KeyOf(RateLimitTier.Standard);
        using var here = api.Server.Client(key);
        using var there = second.Client(key);
        for (var i = 0; i < 16; i++)
            (await there.Whoami()).Status.Should().Be(HttpStatusCode.OK);

        var acceptedHere = await here.UseUp();
        var acceptedThere = await there.UseUp();

        acceptedHere.Should().Be(120 - 16 - 11, "there, the sixteenth request took over a slice of twelve and used one of it");
        acceptedThere.Should().Be(11);
    }

    [Fact]
    public async Task Node_ThatServesAKeyLittle_KeepsLittleFromTheOthers()
    {
        await using var second = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        var key = await api.KeyOf(RateLimitTier.Standard);
        using var here = api.Server.Client(key);
        using var there = second.Client(key);
        await there.Whoami();

        (await here.UseUp()).Should().Be(119);
    }

    [Fact]
    public async Task Node_WhoseClockIsAhead_CountsOnItsOwnMinute_AndNoMinuteHasMoreThanItsBudget()
    {
        var late = StoppedClock.Create();
        var ahead = StoppedClock.Create();
        late.Reset(LateInTheMinute);
        ahead.Reset(LateInTheMinute + Duration.FromSeconds(2));
        await using var first = await ApiServer.Start(database: api.Server.Database, clock: late);
        await using var second = await ApiServer.Start(database: api.Server.Database, clock: ahead);
        var key = await api.KeyOf(RateLimitTier.Standard);
        using var here = first.Client(key);
        using var there = second.Client(key);

        (await here.UseUp(Budgets.LongRunning)).Should().Be(20);
        (await there.UseUp(Budgets.LongRunning)).Should().Be(20);
        late.Advance(Duration.FromSeconds(2));

        (await here.UseUp(Budgets.LongRunning)).Should().Be(0);
    }

    [Fact]
    public async Task TwoProcesses_WithOneKey_AcceptTheLimitAtTheMost_AndASliceLessAtTheLeast()
    {
        using var folder = new TempFolder();
        await using var first = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);
        await using var second = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);

        var statuses = await WithinOneMinute(async () =>
        {
            var key = await api.KeyOf(RateLimitTier.Standard);
            using var here = first.Client(key);
            using var there = second.Client(key);
            // One node uses everything up that it can get; the other may be left with a part of its last slice.
            return await Crowd.Of(220, async index => (await (index % 11 == 0 ? there : here).Whoami()).Status);
        });

        statuses.Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.TooManyRequests);
        statuses.Count(status => status == HttpStatusCode.OK).Should().BeInRange(120 - 12, 120);
    }

    /// <summary>Does it again when the true clock, by which the processes count, has passed the full minute meanwhile.</summary>
    private static async Task<T> WithinOneMinute<T>(Func<Task<T>> act)
    {
        while (true)
        {
            var before = Minute();
            var outcome = await act();
            if (Minute() == before)
                return outcome;
        }
    }

    private static long Minute() => SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() / 60;
}
