using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Domain.Tests.Webhooks;

public sealed class WebhookEndpointTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);

    private static readonly WebhookEndpointChange Nothing = new(Url: null, Events: null, SetsDescription: false, Description: null, Status: null);

    [Fact]
    public void CountFailure_TwentyInARow_Pauses()
    {
        var endpoint = Endpoint();

        var pausedBy = Enumerable.Range(1, 25).Where(_ => endpoint.CountFailure(Noon));

        pausedBy.Should().Equal(20);
        (endpoint.Status, endpoint.StatusReason).Should().Be((WebhookEndpointStatus.Paused, WebhookStatusReason.Failures));
    }

    [Fact]
    public void CountSuccess_BetweenFailures_BeginsTheCountAnew()
    {
        var endpoint = Endpoint();
        Fail(endpoint, times: 19);

        endpoint.CountSuccess().Should().BeTrue();
        endpoint.CountSuccess().Should().BeFalse("nothing was left to count");
        Fail(endpoint, times: 19);

        endpoint.Status.Should().Be(WebhookEndpointStatus.Active);
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

        endpoint.Change(Nothing with { Status = WebhookEndpointStatus.Active }, Noon).Should().BeTrue();

        (endpoint.Status, endpoint.StatusReason, endpoint.ConsecutiveFailures).Should().Be((WebhookEndpointStatus.Active, null, 0));
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
        endpoint.SigningVersions(Noon).Should().Equal(1);

        endpoint.RotateSecret(Noon);

        endpoint.SigningVersions(Noon).Should().Equal(2, 1);
        endpoint.SigningVersions(Noon + Duration.FromHours(24) - Duration.FromMilliseconds(1)).Should().Equal(2, 1);
        endpoint.SigningVersions(Noon + Duration.FromHours(24)).Should().Equal(2);
    }

    [Fact]
    public void RotateSecret_Twice_EndsTheOldestAtOnce()
    {
        var endpoint = Endpoint();

        endpoint.RotateSecret(Noon);
        endpoint.RotateSecret(Noon + Duration.FromHours(1));

        endpoint.SigningVersions(Noon + Duration.FromHours(1)).Should().Equal(3, 2);
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
        new()
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
        };
}
