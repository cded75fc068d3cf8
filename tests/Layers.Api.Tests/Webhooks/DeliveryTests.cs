using System.Net;
using Layers.Application.Organizations;
using Layers.Application.Webhooks;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Attempts, pauses, and the end of both.</summary>
public sealed class DeliveryTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Delivery_ThatComesThrough_IsShownSo()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);

        await api.Deliver(given, endpoint);

        var delivery = (await given.Deliveries(endpoint)).Single();
        delivery.ToJsonString().Should().Be($$"""
            {"webhookEndpointId":"{{endpoint}}","eventId":"{{receiver.Received.Single().Id}}","eventType":"approval_policy.updated","occurredAt":"{{api.Now}}","status":"delivered","attempts":1,"nextAttemptAt":null,"lastAttemptAt":"{{api.Now}}","lastStatusCode":204,"lastError":null,"deliveredAt":"{{api.Now}}","createdAt":"{{api.Now}}"}
            """);
    }

    [Fact]
    public async Task Attempts_OfWhatFails_ComeAfterThePausesOfTheLadder_WithTheSameIdAndBytes()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Deliver(given, endpoint);

        foreach (var pause in new[] { "PT30S", "PT1M", "PT5M", "PT15M", "PT1H", "PT6H", "PT24H" })
        {
            var expected = NodaTime.Text.PeriodPattern.Roundtrip.Parse(pause).Value.ToDuration();
            var delivery = (await given.Deliveries(endpoint)).Single();
            (delivery.TextOf("status"), (int)delivery["lastStatusCode"]!, delivery.TextOf("lastError")).Should().Be(("pending", 500, "refused"));
            var next = WebhookSteps.Parse(delivery.TextOf("nextAttemptAt")!);
            ((next - api.Clock.GetCurrentInstant()) / expected).Should().BeInRange(0.75, 1.25);

            api.Clock.Reset(next - Duration.FromMilliseconds(1));
            await api.DeliverOnly(given, endpoint);
            receiver.Received.Should().HaveCount((int)delivery["attempts"]!, "it is not time yet");
            api.Clock.Reset(next);
            await api.DeliverOnly(given, endpoint);
        }

        var failed = (await given.Deliveries(endpoint)).Single();
        (failed.TextOf("status"), (int)failed["attempts"]!, failed["nextAttemptAt"]).Should().Be(("failed", 8, null));
        receiver.Received.Select(webhook => (webhook.Id, webhook.Text)).Distinct().Should().ContainSingle();
        receiver.Received.Select(webhook => webhook.Headers["webhook-timestamp"]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Endpoint_ThatFails_IsAskedOneAtATime()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        for (var i = 0; i < 12; i++)
            await given.Happen();
        await api.Deliver(given, await Quiet(given));
        var id = new Domain.WebhookEndpointId(endpoint.Uuid());

        (await api.Server.Send(new DeliverWebhooks(id), given.OrganizationId)).TakenUp.Should().Be(8);
        (await api.Server.Send(new DeliverWebhooks(id), given.OrganizationId)).TakenUp.Should().Be(1);
    }

    [Fact]
    public async Task Endpoint_ThatIsGone_IsDisabledWithAllThatIsPending()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(410);
        var (given, endpoint) = await api.OneEventFor(receiver);
        for (var i = 0; i < 9; i++)
            await given.Happen();

        await api.Deliver(given, endpoint);

        var gone = await given.Endpoint(endpoint);
        (gone.TextOf("status"), gone.TextOf("statusReason")).Should().Be(("disabled", "gone"));
        var deliveries = await given.Deliveries(endpoint);
        deliveries.Should().HaveCount(10).And.OnlyContain(one => one.TextOf("status") == "failed" && one.TextOf("lastError") == "gone");
        receiver.Received.Count.Should().BeLessThanOrEqualTo(8);
        (await given.Audit()).Count(row => row.Type == "webhook_endpoint.disabled").Should().Be(1);
    }

    [Theory]
    [InlineData(429, "7200", 7_200, 7_200)]
    [InlineData(503, "7200", 7_200, 7_200)]
    [InlineData(503, "1", 22, 38)]
    [InlineData(429, "999999999", 86_400, 86_400)]
    [InlineData(500, "7200", 22, 38)]
    public async Task RetryAfter_IsHeededWhereItIsLonger(int status, string retryAfter, int least, int most)
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(status, ("Retry-After", retryAfter));
        var (given, endpoint) = await api.OneEventFor(receiver);

        await api.Deliver(given, endpoint);

        var next = WebhookSteps.Parse((await given.Deliveries(endpoint)).Single().TextOf("nextAttemptAt")!);
        (next - api.Clock.GetCurrentInstant()).TotalSeconds.Should().BeInRange(least, most);
    }

    [Fact]
    public async Task Redirects_AreNotFollowed()
    {
        await using var elsewhere = await Receiver.Start();
        await using var receiver = await Receiver.Start();
        receiver.Refuse(307, ("Location", elsewhere.Url));
        var (given, endpoint) = await api.OneEventFor(receiver);

        await api.Deliver(given, endpoint);

        elsewhere.Received.Should().BeEmpty();
        var delivery = (await given.Deliveries(endpoint)).Single();
        ((int)delivery["lastStatusCode"]!, delivery.TextOf("lastError")).Should().Be((307, "refused"));
    }

    [Fact]
    public async Task Receiver_ThatIsNotThere_IsUnreachable()
    {
        var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await receiver.DisposeAsync();

        await api.Deliver(given, endpoint);

        (await given.Deliveries(endpoint)).Single().TextOf("lastError").Should().Be("unreachable");
    }

    [Fact]
    public async Task Deliveries_OfASuspendedOrganization_WaitUntilItIsResumed()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);

        await api.Deliver(given, endpoint);

        receiver.Received.Should().BeEmpty();
        (await api.Server.DueEndpoints()).Should().NotContain(due => due.Id.Value == endpoint.Uuid(), "there is nothing to be done");
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);
        (await api.Server.DueEndpoints()).Should().Contain(due => due.Id.Value == endpoint.Uuid());
        await api.DeliverOnly(given, endpoint);
        receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Deliveries_OfATestOrganization_GoByTheServersClock()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server, Domain.Keys.OrganizationEnvironment.Test);
        var (endpoint, secret) = await given.Webhook(receiver.Url);
        (await given.Client.PostJson("/v1/test/clock", new { advance = "P30D" })).Status.Should().Be(HttpStatusCode.OK);
        await given.Happen();

        await api.Deliver(given, endpoint);

        new Verifier(secret, api.Clock).Accepts(receiver.Received.Single()).Should().BeTrue("its timestamp is the true one");
    }

    /// <summary>An endpoint that is told of nothing, for the sake of the positions.</summary>
    private static async Task<string> Quiet(Given given) => (await given.Webhook(events: "post.failed")).Id;
}
