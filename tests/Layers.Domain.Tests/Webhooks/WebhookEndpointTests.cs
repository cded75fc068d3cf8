using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Domain.Tests.Webhooks;

public sealed class WebhookEndpointTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);

    private static readonly Instant ADayLater = Noon + Duration.FromDays(1);

    private static readonly WebhookEndpointChange Nothing = new(Url: null, Events: null, SetsDescription: false, Description: null, Status: null);

    [Fact]
    public void CountFailure_TwentyTimesOverADay_Pauses()
    {
        var endpoint = Endpoint();
        Fail(endpoint, times: 25);
        endpoint.CountFailure(ADayLater - Duration.FromMilliseconds(1)).Should().BeFalse("it has not failed for a day");

        endpoint.CountFailure(ADayLater).Should().BeTrue();

        (endpoint.Status, endpoint.StatusReason, endpoint.FailingSince).Should().Be((WebhookEndpointStatus.Paused, WebhookStatusReason.Failures, Noon));
        endpoint.CountFailure(ADayLater).Should().BeFalse("it is paused already");
    }

    [Fact]
    public void CountFailure_OverADayButSeldom_DoesNotPauseBeforeTheTwentieth()
    {
        var endpoint = Endpoint();
        Fail(endpoint, times: 1);

        var pausedBy = Enumerable.Range(2, 24).Where(_ => endpoint.CountFailure(ADayLater));

        pausedBy.Should().Equal(20);
    }

    [Fact]
    public void CountFailure_AfterASuccessOfAnOlderServer_BeginsTheDay()
    {
        var endpoint = new WebhookEndpoint(Endpoint().State with { FailingSince = Noon - Duration.FromDays(1) });

        endpoint.CountFailure(Noon);

        endpoint.FailingSince.Should().Be(Noon);
    }

    [Fact]
    public void CountFailure_AfterFailuresOfAnOlderServer_BeginsTheDay()
    {
        var endpoint = new WebhookEndpoint(Endpoint().State with { ConsecutiveFailures = 19 });

        endpoint.CountFailure(Noon).Should().BeFalse();

        endpoint.FailingSince.Should().Be(Noon);
    }

    [Fact]
    public void CountSuccess_BetweenFailures_BeginsCountAndDayAgain()
    {
        var endpoint = Endpoint();
        Fail(endpoint, times: 19);

        endpoint.CountSuccess().Should().BeTrue();
        endpoint.CountSuccess().Should().BeFalse("nothing was left to count");
        endpoint.FailingSince.Should().BeNull();
        endpoint.CountFailure(ADayLater);
        Fail(endpoint, times: 20);

        (endpoint.Status, endpoint.FailingSince).Should().Be((WebhookEndpointStatus.Active, ADayLater));
    }

    [Theory]
    [InlineData(WebhookEndpointStatus.Active, true)]
    [InlineData(WebhookEndpointStatus.Paused, true)]
    [InlineData(WebhookEndpointStatus.Disabled, false)]
    public void Retire_DisablesWhatIsNotDisabledYet(WebhookEndpointStatus status, bool changes)
    {
        var endpoint = Endpoint(status);

        endpoint.Retire(Noon).Should().Be(changes);

        endpoint.Status.Should().Be(WebhookEndpointStatus.Disabled);
    }

    [Fact]
    public void Change_ToActive_ForgetsFailuresAndReason()
    {
        var endpoint = Endpoint();
        Fail(endpoint, times: 20);
        endpoint.CountFailure(ADayLater).Should().BeTrue();

        endpoint.Change(Nothing with { Status = WebhookEndpointStatus.Active }, ADayLater).Should().BeTrue();

        (endpoint.Status, endpoint.StatusReason).Should().Be((WebhookEndpointStatus.Active, null));
        (endpoint.ConsecutiveFailures, endpoint.FailingSince).Should().Be((0, null));
    }

    [Fact]
    public void Change_ToWhatItIs_ChangesNothing()
    {
        var endpoint = Endpoint();
        var same = new WebhookEndpointChange(endpoint.Url, endpoint.Events, SetsDescription: true, endpoint.Description, endpoint.Status);

        endpoint.Change(same, Noon + Duration.FromHours(1)).Should().BeFalse();

        endpoint.UpdatedAt.Should().Be(Noon);
    }

    [Fact]
    public void Change_OfTheDescriptionToNull_TakesItAway()
    {
        var endpoint = Endpoint();

        endpoint.Change(Nothing with { SetsDescription = true }, Noon).Should().BeTrue();

        endpoint.Description.Should().BeNull();
    }

    [Fact]
    public void RotateSecret_LetsThePreviousOneSignForADay()
    {
        var endpoint = Endpoint();
        endpoint.State.SigningVersions(Noon).Should().Equal(1);

        endpoint.RotateSecret(Noon);

        endpoint.State.SigningVersions(Noon).Should().Equal(2, 1);
        endpoint.State.SigningVersions(Noon + Duration.FromHours(24) - Duration.FromMilliseconds(1)).Should().Equal(2, 1);
        endpoint.State.SigningVersions(Noon + Duration.FromHours(24)).Should().Equal(2);
    }

    [Fact]
    public void RotateSecret_Twice_EndsTheOldestAtOnce()
    {
        var endpoint = Endpoint();

        endpoint.RotateSecret(Noon);
        endpoint.RotateSecret(Noon + Duration.FromHours(1));

        endpoint.State.SigningVersions(Noon + Duration.FromHours(1)).Should().Equal(3, 2);
    }

    [Theory]
    [InlineData(WebhookEndpointStatus.Active, false, false)]
    [InlineData(WebhookEndpointStatus.Paused, true, false)]
    [InlineData(WebhookEndpointStatus.Disabled, true, true)]
    public void Demands_RefuseWithTheStatus(WebhookEndpointStatus status, bool refusesActive, bool refusesEnabled)
    {
        var endpoint = Endpoint(status);

        IsRefused(endpoint.DemandActive).Should().Be(refusesActive);
        IsRefused(endpoint.DemandEnabled).Should().Be(refusesEnabled);
    }

    private static bool IsRefused(Action demand)
    {
        try
        {
            demand();
            return false;
        }
        catch (DomainException e) when (e.Kind == ErrorKind.Conflict)
        {
            return true;
        }
    }

    private static void Fail(WebhookEndpoint endpoint, int times)
    {
        for (var i = 0; i < times; i++)
            endpoint.CountFailure(Noon);
    }

    private static WebhookEndpoint Endpoint(WebhookEndpointStatus status = WebhookEndpointStatus.Active) =>
        new(new WebhookEndpointState
        {
            Id = Id.New<WebhookEndpointId>(Noon),
            Organization = Id.New<OrganizationId>(Noon),
            Url = "https://hooks.acme.example/layers",
            Events = [WebhookEndpoint.EveryType],
            Description = "Ours.",
            Status = status,
            SecretVersion = 1,
            CreatedAt = Noon,
            UpdatedAt = Noon,
        });
}
