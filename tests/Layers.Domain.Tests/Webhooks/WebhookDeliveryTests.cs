using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Domain.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);
    private static readonly Duration Lease = Duration.FromMinutes(1);
    private static readonly Duration Pause = Duration.FromSeconds(30);

    [Fact]
    public void Claim_CountsTheAttemptAndIsDueAgainWhenTheClaimEnds()
    {
        var delivery = Delivery();

        delivery.Claim(Noon + Lease, Noon);

        (delivery.Attempts, delivery.AttemptsLeft, delivery.DueAt, delivery.LastAttemptAt).Should().Be((1, 7, Noon + Lease, Noon));
        delivery.Status.Should().Be(DeliveryStatus.Pending);
    }

    [Fact]
    public void Succeed_EndsIt()
    {
        var delivery = Delivery();
        delivery.Claim(Noon + Lease, Noon);

        delivery.Succeed(204, Noon);

        (delivery.Status, delivery.DueAt, delivery.DeliveredAt, delivery.LastStatusCode).Should().Be((DeliveryStatus.Delivered, null, Noon, 204));
    }

    [Fact]
    public void FailForNow_EightTimes_FailsForGood()
    {
        var delivery = Delivery();

        var statuses = Enumerable.Range(1, 8).Select(_ => Attempt(delivery)).ToList();

        statuses.Should().Equal([.. Enumerable.Repeat(DeliveryStatus.Pending, 7), DeliveryStatus.Failed]);
        (delivery.DueAt, delivery.LastError, delivery.LastStatusCode).Should().Be((null, DeliveryError.Refused, 500));
    }

    [Fact]
    public void Replay_OfAFailedOne_MayFailEightTimesMore()
    {
        var delivery = Delivery();
        while (Attempt(delivery) == DeliveryStatus.Pending)
        {
        }

        delivery.Replay(Noon);

        (delivery.Status, delivery.DueAt, delivery.Attempts, delivery.AttemptsLeft).Should().Be((DeliveryStatus.Pending, Noon, 8, 8));
    }

    private static DeliveryStatus Attempt(WebhookDelivery delivery)
    {
        delivery.Claim(Noon + Lease, Noon);
        delivery.FailForNow(DeliveryError.Refused, 500, Pause, Noon);
        return delivery.Status;
    }

    private static WebhookDelivery Delivery() =>
        new(new WebhookDeliveryState
        {
            Endpoint = Id.New<WebhookEndpointId>(Noon),
            Organization = Id.New<OrganizationId>(Noon),
            Event = Id.New<EventId>(Noon),
            EventType = "content.approved",
            OccurredAt = Noon,
            Status = DeliveryStatus.Pending,
            AttemptsLeft = WebhookDelivery.MostAttempts,
            DueAt = Noon,
            CreatedAt = Noon,
        });
}
