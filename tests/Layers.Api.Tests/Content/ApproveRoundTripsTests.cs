using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

/// <summary>What an approval costs: round trips to PostgreSQL, and nothing else that matters.</summary>
public sealed class ApproveRoundTripsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(false, 2)] // Lock and read; write and commit.
    [InlineData(true, 3)] // Claim the key before.
    public async Task Approve_AsksPostgresAsRarelyAsCanBe(bool withIdempotencyKey, int roundTrips)
    {
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, time: new FakeTime(), proxy: proxy);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK, "the key is known from now on");
        var project = await api.Given.GatedProject();
        for (var i = 0; i < 3; i++)
        {
            var id = await api.Given.Pending(project);
            var said = proxy.Record();
            (string, string)[] headers = withIdempotencyKey ? [("Idempotency-Key", id)] : [];

            (await client.PostJson($"/v1/content/{id}/approve", body: null, headers)).Status.Should().Be(HttpStatusCode.OK);

            said.Count(message => message.EndsRoundTrip).Should().Be(roundTrips);
        }
    }
}
