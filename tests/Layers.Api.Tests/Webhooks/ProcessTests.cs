using System.Collections.Concurrent;
using Layers.Testing;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Servers as operators run them, on one database, with a great many events to tell of.</summary>
public sealed class ProcessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Events = 200;

    [Fact]
    public async Task Events_DeliveredByTwoServers_ComeOnceEach()
    {
        using var folder = new TempFolder();
        await using var receiver = await Receiver.Start();
        var given = await GivenEndpoint(receiver);
        await using var first = await StartServer(folder);
        await using var second = await StartServer(folder);

        await InsertEvents(given);
        await Eventually.Holds(async () => await CountDelivered() == Events, "all is delivered");

        receiver.Received.Should().HaveCount(Events);
        receiver.Received.Select(webhook => webhook.Text).Should().BeEquivalentTo(await given.Events());
    }

    [Fact]
    public async Task Events_UnderWayInAServerThatIsKilled_ComeAllTheSame()
    {
        using var folder = new TempFolder();
        await using var receiver = await Receiver.Start();
        var given = await GivenEndpoint(receiver);
        var (ids, opened) = (new ConcurrentDictionary<string, bool>(StringComparer.Ordinal), new TaskCompletionSource());
        receiver.Answer = async (context, webhook) =>
        {
            ids[webhook.Id] = true;
            if (ids.Count > Events / 2)
                await opened.Task;
            await Receiver.Take(context, webhook);
        };
        await using var killed = await StartServer(folder);
        await InsertEvents(given);
        await Eventually.Holds(() => Task.FromResult(ids.Count > Events / 2), "some are under way");

        await killed.Kill();
        opened.SetResult();
        (await CountDelivered()).Should().BeLessThan(Events);
        await api.Server.Database.Run("update webhook_deliveries set due_at = now() where status = 'pending'"); // As if its claims had ended.
        await using var next = await StartServer(folder);
        await Eventually.Holds(async () => await CountDelivered() == Events, "all is delivered");

        receiver.Received.Count.Should().BeGreaterThan(Events, "what was under way came again");
        receiver.Received.Select(webhook => webhook.Text).Distinct().Should().BeEquivalentTo(await given.Events());
    }

    private async Task<Given> GivenEndpoint(Receiver receiver)
    {
        await api.Server.Database.Run("delete from webhook_deliveries");
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook();
        await api.Server.Database.Run("update webhook_endpoints set url = $1 where webhook_endpoint_id = $2", receiver.Url, endpoint.Uuid());
        return given;
    }

    private async Task InsertEvents(Given given) =>
        await api.Server.Database.Run(
            """
            insert into events (organization_id, event_id, event_type, occurred_at, data)
            select $1, gen_random_uuid(), 'schedule.promotion_failed', '2026-01-01T00:00:00Z',
                json_build_object('containerId', 'cnt_' || gen_random_uuid(), 'reason', 'SCHEDULE_PASSED', 'scheduledPostIds', '[]'::json)
            from generate_series(1, $2) n
            """,
            given.OrganizationId.Value,
            Events);

    private async Task<long> CountDelivered() => await api.Server.Database.Value<long>("select count(*) from webhook_deliveries where status = 'delivered'");

    private Task<LayersProcess> StartServer(TempFolder folder) =>
        LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            ["Layers__Workers__Enabled"] = "true",
            ["Layers__Webhooks__AllowHttp"] = "true",
            ["Layers__Webhooks__AllowPrivateAddresses"] = "true",
        });
}
