using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

public sealed class DecisionsRoundTripsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Decide_AsksPostgresAsRarelyForManyAsForOne(int count)
    {
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, time: new FakeTime(), proxy: proxy);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK, "the key is known from now on");
        var project = await api.Given.GatedProject();
        var ids = await api.ManyPending(project, count);
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };
        foreach (var id in ids)
            (await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets })).Status.Should().Be(HttpStatusCode.Accepted);
        var said = proxy.Record();

        var answer = await client.Decide(project, ids.Select(ManyContainers.ToApprove));

        answer.Statuses().Should().OnlyContain(status => status == 200).And.HaveCount(count);
        said.Count(message => message.EndsRoundTrip).Should().Be(3, "lock and read, look at the accounts, write and commit");
    }
}
