using System.Net;
using Layers.Domain.Webhooks;
using Layers.Testing;

namespace Layers.Api.Tests.Webhooks;

/// <summary>What somebody asks for: an event to try an endpoint out, and one that was once more.</summary>
public sealed class AskedDeliveryTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Test_IsSentOnceToThisEndpointAlone_AndIsNoEvent()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var given = await Given.Organization(api.Server);
        var (endpoint, secret) = await given.Webhook(receiver.Url);
        var (another, _) = await given.Webhook(receiver.Url);

        var test = await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/test");
        await api.Deliver(given, endpoint);
        await api.Deliver(given, another);

        test.Status.Should().Be(HttpStatusCode.Accepted);
        (test.Text("status"), test.Text("eventType"), (int)test.Json["attempts"]!).Should().Be(("pending", "webhook.test", 0));
        var webhook = receiver.Received.Should().ContainSingle().Subject;
        webhook.Text.Should().Be(
            $$$"""{"id":"{{{test.Text("eventId")}}}","type":"webhook.test","position":null,"occurredAt":"{{{api.Now}}}","data":{"webhookEndpointId":"{{{endpoint}}}"}}""");
        new Verifier(secret, api.Clock).Accepts(webhook).Should().BeTrue();
        (await given.Deliveries(endpoint, "eventType=webhook.test")).Single().TextOf("status").Should().Be("failed", "a test is tried once");
        (await given.Events()).Should().BeEmpty();
        (await given.Audit())[^1].Type.Should().Be("webhook_endpoint.tested");
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("disabled")]
    public async Task Test_OfAnEndpointThatIsNotActive_Returns409(string status)
    {
        var (endpoint, _) = await api.Given.Webhook();
        await api.Server.Database.Run(
            "update webhook_endpoints set status = $1, status_reason = 'failures' where webhook_endpoint_id = $2", status, endpoint.Uuid());

        var error = (await api.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/test")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        error["details"]!.TextOf("status").Should().Be(status);
    }

    [Fact]
    public async Task Replay_OfWhatWasDelivered_SendsItAgainUnderItsId()
    {
        await using var receiver = await Receiver.Start();
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.Deliver(given, endpoint);
        var id = receiver.Received.Single().Id;

        var replay = await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/deliveries/{id}/replay");
        await api.DeliverOnly(given, endpoint);

        (replay.Status, replay.Text("status"), replay.Json["deliveredAt"]).Should().Be((HttpStatusCode.Accepted, "pending", null));
        receiver.Received.Select(webhook => (webhook.Id, webhook.Text)).Distinct().Should().ContainSingle();
        receiver.Received.Should().HaveCount(2);
        var delivery = (await given.Deliveries(endpoint)).Single();
        (delivery.TextOf("status"), (int)delivery["attempts"]!).Should().Be(("delivered", 2));
        var audit = await given.AuditOf(replay);
        audit.Single().Type.Should().Be("webhook_delivery.replayed");
    }

    [Fact]
    public async Task Replay_OfWhatFailed_HasAllItsAttemptsAgain()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var (given, endpoint) = await api.OneEventFor(receiver);
        await api.DeliverToTheEnd(given, endpoint);
        var id = receiver.Received.First().Id;

        await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/deliveries/{id}/replay");
        await api.DeliverToTheEnd(given, endpoint);

        receiver.Received.Should().HaveCount(2 * WebhookDelivery.MostAttempts);
        (await given.Deliveries(endpoint)).Single().TextOf("status").Should().Be("failed");
    }
}
