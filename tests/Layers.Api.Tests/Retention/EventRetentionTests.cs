using System.Net;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Events;
using Layers.Application.Retention;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>The feed keeps ninety days, deliveries keep thirty, and whoever has not been sent something yet still gets it.</summary>
public sealed class EventRetentionTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    private static readonly Duration Kept = Duration.FromDays(90);
    private static readonly Duration DeliveriesKept = Duration.FromDays(30);

    [Fact]
    public async Task Events_AfterNinetyDays_AreRemoved_AndTheFeedBeginsWithWhatIsKept()
    {
        var given = await Given.Organization(api.Server);
        await Happen(given, 3);
        api.Clock.Advance(Kept);
        await Happen(given, 1);
        var (kept, before) = ((await given.Events())[^1], await given.Client.GetJson("/v1/events?limit=2"));
        api.Clock.Advance(Duration.FromMilliseconds(1));

        await RemoveEvents();

        (await given.Events()).Should().Equal(kept);
        var refused = await given.Client.GetJson($"/v1/events?cursor={before.Text("nextCursor")}");
        var error = refused.ShouldBeError(HttpStatusCode.Gone, "CURSOR_EXPIRED");
        var next = await given.Client.GetJson($"/v1/events?cursor={error["details"]!.TextOf("nextCursor")}");
        next.Json["items"]!.AsArray().Should().ContainSingle();
        var elsewhere = await (await Given.Organization(api.Server)).Client.GetJson($"/v1/events?cursor={error["details"]!.TextOf("nextCursor")}");
        elsewhere.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
        (await given.Audit()).Should().ContainSingle(row => row.Type == "events.removed").Which.Data["count"]!.GetValue<int>().Should().Be(3);
    }

    [Fact]
    public async Task Positions_AfterAllEventsWereRemoved_GoOnRising()
    {
        var given = await Given.Organization(api.Server);
        await Happen(given, 2);
        var end = (await given.Client.GetJson("/v1/events")).Text("nextCursor");
        api.Clock.Advance(Kept + Duration.FromDays(1));
        await RemoveEvents();

        var nothing = await given.Client.GetJson($"/v1/events?cursor={end}");
        await Happen(given, 1);
        var news = await given.Client.GetJson($"/v1/events?cursor={end}");

        (nothing.Status, nothing.Text("nextCursor")).Should().Be((HttpStatusCode.OK, end), "a consumer that had read all has missed nothing");
        news.Json["items"]!.AsArray().Should().ContainSingle();
        (await api.Server.Database.Value<long>("select max(position) from events where organization_id = $1", given.OrganizationId.Value)).Should().Be(3);
    }

    [Fact]
    public async Task Events_WithoutAPosition_AreNotRemoved()
    {
        var given = await Given.Organization(api.Server);
        await given.Happen();
        api.Clock.Advance(Kept + Duration.FromDays(1));

        await RemoveEvents();
        await api.Server.Send(new PositionEvents());

        (await given.Events()).Should().ContainSingle();
    }

    [Fact]
    public async Task Delivery_ThatWaitsLongerThanItsEventIsKept_GoesOutWhole()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Server.Send(new PositionEvents());
        var sent = (await given.Events()).Single();
        await api.Server.Database.Run("update webhook_endpoints set status = 'paused', status_reason = 'failures' where webhook_endpoint_id = $1", endpoint.Uuid());
        api.Clock.Advance(Kept + Duration.FromDays(1));

        await RemoveEvents();
        await RemoveDeliveries();
        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" });
        await api.DeliverOnly(given, endpoint);

        (await given.Events()).Should().BeEmpty();
        receiver.Received.Should().ContainSingle().Which.Text.Should().Be(sent);
    }

    [Fact]
    public async Task Delivery_WhoseEventIsGone_CanBeReplayed()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Deliver(given, endpoint);
        api.Clock.Advance(Kept + Duration.FromDays(1));
        await RemoveEvents();
        var id = receiver.Received.Single().Id;

        (await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/deliveries/{id}/replay")).Status.Should().Be(HttpStatusCode.Accepted);
        await api.DeliverOnly(given, endpoint);

        receiver.Received.Should().HaveCount(2);
        receiver.Received.Select(webhook => webhook.Text).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Deliveries_ThirtyDaysAfterTheirEnd_AreRemoved_AndWhatIsPendingStays()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Deliver(given, endpoint);
        await given.Happen();
        await api.Server.Send(new PositionEvents());
        api.Clock.Advance(DeliveriesKept - Duration.FromMilliseconds(1));
        await RemoveDeliveries();
        (await given.Deliveries(endpoint)).Should().HaveCount(2);
        api.Clock.Advance(Duration.FromMilliseconds(1));

        await RemoveDeliveries();

        (await given.Deliveries(endpoint)).Should().ContainSingle().Which.TextOf("status").Should().Be("pending");
        (await given.Audit()).Should().ContainSingle(row => row.Type == "webhook_deliveries.removed");
    }

    [Fact]
    public async Task Events_OfASuspendedOrganization_AreKept()
    {
        var given = await Given.Organization(api.Server);
        await Happen(given, 1);
        await api.Server.Database.Run("update organizations set status = 'suspended' where organization_id = $1", given.OrganizationId.Value);
        api.Clock.Advance(Kept + Duration.FromDays(1));

        await RemoveEvents();

        (await api.Server.Database.Value<long>("select count(*) from events where organization_id = $1", given.OrganizationId.Value)).Should().Be(1);
    }

    private async Task Happen(Given given, int times)
    {
        for (var i = 0; i < times; i++)
            await given.Happen();
        await api.Server.Send(new PositionEvents());
    }

    private async Task RemoveEvents()
    {
        while (await api.Server.Send(new RemoveOldEvents()) > 0)
        {
        }
    }

    private async Task RemoveDeliveries()
    {
        while (await api.Server.Send(new RemoveOldDeliveries()) > 0)
        {
        }
    }
}
