using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Who is told of what.</summary>
public sealed class FanOutTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Endpoint_IsToldOfTheTypesThatItAskedFor()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (some, _) = await given.Webhook(receiver.Url, project: null, "content.approved", "content.rejected");
        var (all, _) = await given.Webhook(receiver.Url);
        var container = await given.Pending();
        await given.Client.PostJson($"/v1/content/{container}/approve");

        await api.Deliver(given, some);
        receiver.Received.Select(webhook => webhook.Type).Should().Equal("content.approved");
        await api.Deliver(given, all);
        receiver.Received.Skip(1).Select(webhook => webhook.Type).Should().BeEquivalentTo("approval_policy.updated", "content.generated", "content.approved");
    }

    [Fact]
    public async Task Endpoint_OfAProject_IsToldOfThatProjectOnly()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var project = await given.Project();
        var (endpoint, _) = await given.Webhook(receiver.Url, project);
        await given.Happen();
        await given.Policy(project, new { requiresApproval = true });

        await api.Deliver(given, endpoint);

        receiver.Received.Should().ContainSingle().Which.Text.Should().Contain(project);
    }

    [Fact]
    public async Task Endpoint_OfAnotherOrganization_IsToldOfNothing()
    {
        await using var receiver = await Receiver.Start();
        var (given, stranger) = (await Given.Organization(api.Server), await Given.Organization(api.Server));
        var (endpoint, _) = await stranger.Webhook(receiver.Url);
        await given.Happen();

        await api.Deliver(stranger, endpoint);

        receiver.Received.Should().BeEmpty();
        (await stranger.Deliveries(endpoint)).Should().BeEmpty();
    }

    [Fact]
    public async Task Endpoint_IsToldOfWhatHappensAfterItWasMade()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        await given.Happen();
        var (early, _) = await given.Webhook(receiver.Url);
        await api.Deliver(given, early);
        var (late, _) = await given.Webhook(receiver.Url);

        await api.Deliver(given, late);

        (await given.Deliveries(late)).Should().BeEmpty();
        receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Endpoint_ThatIsDisabled_GetsNothingOfWhatHappensMeanwhile()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "disabled" });
        await given.Happen();
        await api.Deliver(given, endpoint);
        (await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" })).Status.Should().Be(HttpStatusCode.OK);

        await api.Deliver(given, endpoint);

        receiver.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task Disabling_GivesUpWhatIsOnItsWay_AndAReplayBringsItBack()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        receiver.Refuse(500);
        await given.Happen();
        await api.Deliver(given, endpoint);
        receiver.Answer = Receiver.Take;

        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "disabled" });
        var delivery = (await given.Deliveries(endpoint)).Single();
        (delivery.TextOf("status"), delivery.TextOf("lastError"), delivery["nextAttemptAt"]).Should().Be(("failed", "disabled", null));
        var replay = $"/v1/webhook-endpoints/{endpoint}/deliveries/{delivery.TextOf("eventId")}/replay";
        var refused = (await given.Client.PostJson(replay)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        refused["details"]!.TextOf("status").Should().Be("disabled");

        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" });
        (await given.Client.PostJson(replay)).Status.Should().Be(HttpStatusCode.Accepted);
        await api.Deliver(given, endpoint);
        (await given.Deliveries(endpoint)).Single().TextOf("status").Should().Be("delivered");
    }
}
