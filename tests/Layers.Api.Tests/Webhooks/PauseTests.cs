using System.Collections.Concurrent;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>An endpoint is paused when it has failed for a day and twenty times, and goes on where it was.</summary>
public sealed class PauseTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Receiver_ThatIsAwayForAMomentWithALotDue_IsNotPausedAndGetsAll()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(503);
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        for (var i = 0; i < 60; i++)
            await given.Happen();
        await api.Deliver(given, endpoint);
        var failing = await given.Endpoint(endpoint);
        (failing.TextOf("status"), (int)failing["consecutiveFailures"]!, failing.TextOf("failingSince")).Should().Be(("active", 60, api.Now));

        receiver.Answer = Receiver.Take;
        await api.DeliverToTheEnd(given, endpoint);

        (await given.Deliveries(endpoint, "limit=200")).Should().HaveCount(60).And.OnlyContain(one => one.TextOf("status") == "delivered");
        var healthy = await given.Endpoint(endpoint);
        (healthy.TextOf("status"), (int)healthy["consecutiveFailures"]!, healthy["failingSince"]).Should().Be(("active", 0, null));
    }

    [Fact]
    public async Task Endpoint_ThatFailsForADay_IsPaused_AndGetsAllThatIsListedWhenItIsActiveAgain()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        await FailForADay(given, endpoint, given.Happen);
        (await given.Endpoint(endpoint)).TextOf("status").Should().Be("paused");
        (await given.Audit())[^1].Type.Should().Be("webhook_endpoint.paused");

        var attempts = receiver.Received.Count;
        await given.Happen();
        await api.Deliver(given, endpoint);
        api.Clock.Advance(Duration.FromDays(3));
        await api.DeliverOnly(given, endpoint);
        receiver.Received.Should().HaveCount(attempts, "it is paused");

        var taken = new ConcurrentQueue<string>();
        receiver.Answer = (context, webhook) =>
        {
            taken.Enqueue(webhook.Text);
            return Receiver.Take(context, webhook);
        };
        var resumed = await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" });
        (resumed.Text("status"), resumed.Json["statusReason"]).Should().Be(("active", null));
        ((int)resumed.Json["consecutiveFailures"]!, resumed.Json["failingSince"]).Should().Be((0, null));
        await api.DeliverToTheEnd(given, endpoint);

        var listed = await given.Events();
        listed.Should().Contain(text => text.Contains("webhook_endpoint.paused", StringComparison.Ordinal));
        taken.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(listed);
    }

    [Fact]
    public async Task Pause_IsAnEventOfTheEndpointsProject()
    {
        await using var receiver = await Receiver.Start();
        await using var watcher = await Receiver.Start();
        receiver.Refuse(500);
        var given = await Given.Organization(api.Server);
        var (project, another) = (await given.Project(), await given.Project());
        var (endpoint, _) = await given.Webhook(receiver.Url, project);
        var (watching, _) = await given.Webhook(watcher.Url, project, "webhook_endpoint.paused");
        var (elsewhere, _) = await given.Webhook(watcher.Url, another, "webhook_endpoint.paused");
        var since = api.Now;
        var changes = 0;
        await FailForADay(given, endpoint, () => given.Policy(project, new { firstNPostsBlocked = ++changes }));

        await api.Deliver(given, watching);
        await api.Deliver(given, elsewhere);

        var told = watcher.Received.Should().ContainSingle().Which;
        var data = System.Text.Json.Nodes.JsonNode.Parse(told.Text)!["data"]!;
        data.ShouldBeJson($$"""
            { "id": "{{endpoint}}", "projectId": "{{project}}", "description": null, "status": "paused", "statusReason": "failures",
              "consecutiveFailures": 41, "failingSince": "{{since}}" }
            """);
        (await given.Events()).Should().Contain(told.Text);
    }

    [Fact]
    public async Task Endpoint_ThatFailsForADayAndSeldom_StaysActive()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refuse(500);
        var (given, endpoint) = await api.OneEventFor(receiver);

        await api.DeliverToTheEnd(given, endpoint);

        var failing = await given.Endpoint(endpoint);
        (failing.TextOf("status"), (int)failing["consecutiveFailures"]!).Should().Be(("active", 8));
    }

    /// <summary>Twenty events fail now and a day less a millisecond later; one more fails when the day is over.</summary>
    private async Task FailForADay(Given given, string endpoint, Func<Task> happen)
    {
        for (var i = 0; i < 20; i++)
            await happen();
        await api.Deliver(given, endpoint);
        api.Clock.Advance(Duration.FromHours(24) - Duration.FromMilliseconds(1));
        await api.DeliverOnly(given, endpoint);
        (await given.Endpoint(endpoint)).TextOf("status").Should().Be("active");

        api.Clock.Advance(Duration.FromMilliseconds(1));
        await happen();
        await api.Deliver(given, endpoint);
    }
}
