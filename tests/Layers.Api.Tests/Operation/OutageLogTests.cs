using System.Net;
using Layers.Api.Http;
using Layers.Testing;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Operation;

public sealed class OutageLogTests
{
    [Fact]
    public async Task Outage_IsLoggedOnceASecond_HoweverManyRequestsItFails()
    {
        using var logs = new LogCapture();
        var time = new FakeTime();
        await using var server = await ApiServer.Start(database: (await TestCluster.Shared).NoDatabase(), time: time, logs: logs);
        using var client = server.Client($"lp_live_ABCDEFGHIJKLMNOP_{new string('A', 43)}");

        foreach (var second in new[] { 1, 2 })
        {
            for (var i = 0; i < 5; i++)
                (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");

            logs.Of(typeof(ErrorResponses).FullName!).Count(line => line.Level == LogLevel.Error).Should().Be(second);
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
