using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Crashes;

/// <summary>PostgreSQL goes away in the middle of an approval, at each message in turn; the server stays.</summary>
public sealed class CutConnectionTests(CrashFixture crash) : IClassFixture<CrashFixture>
{
    [Theory]
    [InlineData(Fate.Cut)]
    [InlineData(Fate.PassAndCut)]
    public async Task Approve_WithTheConnectionCutAtAnyMessage_HappensWholeOrNotAtAll(Fate fate)
    {
        await using var proxy = new PostgresProxy(crash.Server.Database);
        await using var server = await ApiServer.Start(database: crash.Server.Database, clock: crash.Clock, proxy: proxy);
        using var client = server.Client(crash.Key);
        var outcomes = new List<bool>();

        for (var n = 1; ; n++)
        {
            var container = await crash.Pending();
            var cutAt = NthMessage.Of(n);
            proxy.Judge(message => cutAt.IsNext(message) ? fate : Fate.Pass);
            var answer = await CrashFixture.Approve(client, container);
            proxy.Rest();
            await proxy.Settled();

            var isApproved = await crash.IsApproved(container);
            if (!cutAt.WasReached)
            {
                answer.Status.Should().Be(HttpStatusCode.OK, "nothing was cut");
                break;
            }

            var error = answer.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
            answer.Header("Retry-After").Should().NotBeNull();
            ((string?)error["message"]).Should().NotContainAny("Npgsql", "127.0.0.1");
            outcomes.Add(isApproved);
            await crash.SendAgain(container, isApproved);
        }

        outcomes.Should().BeInAscendingOrder("what has been committed stays so").And.HaveCountGreaterThan(10);
        outcomes[0].Should().BeFalse();
        outcomes[^1].Should().BeTrue("only the answer was lost");
    }
}
