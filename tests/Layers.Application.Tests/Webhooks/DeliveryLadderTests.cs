using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Tests.Webhooks;

public sealed class DeliveryLadderTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 5 * 60)]
    [InlineData(4, 15 * 60)]
    [InlineData(5, 60 * 60)]
    [InlineData(6, 6 * 60 * 60)]
    [InlineData(7, 24 * 60 * 60)]
    public void PauseOf_IsThatOfTheRungGiveOrTakeAQuarter(int failed, int seconds)
    {
        for (var i = 0; i < 100; i++)
            DeliveryLadder.PauseOf(AfterFailing(failed), asked: null).TotalSeconds.Should().BeInRange(seconds * 0.75, seconds * 1.25);
    }

    [Fact]
    public void PauseOf_WhenTheEndpointAsksForMore_IsAsLongAsItAsks() =>
        DeliveryLadder.PauseOf(AfterFailing(1), Duration.FromMinutes(10)).Should().Be(Duration.FromMinutes(10));

    [Fact]
    public void PauseOf_WhenTheEndpointAsksForLess_StaysThatOfTheRung() =>
        DeliveryLadder.PauseOf(AfterFailing(3), Duration.FromSeconds(1)).TotalSeconds.Should().BeGreaterThan(200);

    [Fact]
    public void PauseOf_WhenTheEndpointAsksForAWeek_IsADay() =>
        DeliveryLadder.PauseOf(AfterFailing(1), Duration.FromDays(7)).Should().Be(Duration.FromDays(1));

    private static WebhookDelivery AfterFailing(int times)
    {
        var delivery = new WebhookDelivery(new WebhookDeliveryState
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
        for (var i = 0; i < times; i++)
            delivery.Claim(Noon, Noon);
        return delivery;
    }
}
