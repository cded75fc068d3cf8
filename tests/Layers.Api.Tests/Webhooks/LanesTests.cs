using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>A server with its workers: each endpoint has a lane of its own.</summary>
public sealed class LanesTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Settings = new(WebhookFixture.Allowed)
    {
        ["Layers:Workers:Enabled"] = "true",
        ["Layers:Webhooks:TimeoutSeconds"] = "1200",
        ["Layers:Webhooks:LeaseSeconds"] = "3000",
    };

    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.Start(Settings);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Endpoints_ThatNeverAnswer_DelayNoOther()
    {
        await using var dead = await Receiver.Start();
        await using var alive = await Receiver.Start();
        dead.Hang();
        var (given, other) = (await Given.Organization(server), await Given.Organization(server));
        for (var i = 0; i < 20; i++)
            await given.Webhook(dead.Url);
        await given.Happen();
        await Eventually.Holds(() => Task.FromResult(dead.Received.Count == 20), "each of the dead is waited for");
        await given.Webhook(alive.Url);
        await other.Webhook(alive.Url);

        await given.Happen();
        await other.Happen();

        await Eventually.Holds(() => Task.FromResult(alive.Received.Count == 2), "the living get theirs, while the dead are still waited for");
        dead.Received.Should().HaveCount(20, "the rest of theirs waits behind what they have not answered");
    }

    [Fact]
    public async Task Endpoint_WithAGreatDealDue_LeavesItsLaneToWhoeverWaitsForOne()
    {
        var settings = new Dictionary<string, string?>(Settings) { ["Layers:Webhooks:Lanes"] = "1", ["Layers:Webhooks:TimeoutSeconds"] = "3" };
        await using var crowded = await ApiServer.Start(settings);
        await using var dead = await Receiver.Start();
        await using var alive = await Receiver.Start();
        dead.Hang();
        var given = await Given.Organization(crowded);
        await given.Webhook(dead.Url, events: "approval_policy.updated");
        var project = await given.Project();
        for (var i = 1; i <= 14; i++)
            await given.Policy(project, new { firstNPostsBlocked = i });
        await Eventually.Holds(() => Task.FromResult(dead.Received.Count > 0), "the dead one has the lane");
        var (living, _) = await given.Webhook(alive.Url, events: "post.failed");

        await given.Client.PostJson($"/v1/webhook-endpoints/{living}/test");
        await Eventually.Holds(() => Task.FromResult(alive.Received.Count == 1), "the living one gets its turn");

        dead.Received.Count.Should().BeLessThan(14, "the rest of its events waits");
    }

    [Fact]
    public async Task Pause_IsWrittenDownAsTheServersOwnDoing()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var given = await Given.Organization(server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        for (var i = 0; i < 20; i++)
            await given.Happen();

        await Eventually.Holds(async () => (int)(await given.Endpoint(endpoint))["consecutiveFailures"]! == 20, "each is tried once");
        server.Clock.Advance(Duration.FromHours(24));
        await Eventually.Holds(async () => (await given.Endpoint(endpoint)).TextOf("status") == "paused", "it is paused");

        var audit = (await given.Audit())[^1];
        (audit.Type, audit.Actor, audit.ApiKey).Should().Be(("webhook_endpoint.paused", "system:webhooks", null));
        audit.RequestId.Should().StartWith("job_");
        ((string?)audit.Data["after"]!["statusReason"]).Should().Be("failures");
    }
}
