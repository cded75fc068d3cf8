using System.Text.Json.Nodes;
using Layers.Application.Events;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>A server whose webhook endpoints may live on this machine. It waits for their answers for as long as a busy machine may take.</summary>
public sealed class WebhookFixture : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => Allowed;

    internal static Dictionary<string, string?> Allowed { get; } = new()
    {
        ["Layers:Webhooks:AllowHttp"] = "true",
        ["Layers:Webhooks:AllowPrivateAddresses"] = "true",
        ["Layers:Webhooks:TimeoutSeconds"] = "45",
        ["Layers:Webhooks:LeaseSeconds"] = "180",
    };
}

/// <summary>What tests of webhooks say in one word.</summary>
internal static class WebhookSteps
{
    /// <summary>An event without more ado.</summary>
    public static Task Happen(this Given given) => given.GatedProject();

    /// <summary>An endpoint of an organization of its own, with one event on its way to it.</summary>
    public static async Task<(Given Given, string Endpoint)> OneEventFor(this ApiFixture api, Receiver receiver)
    {
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url);
        await given.Happen();
        return (given, endpoint);
    }

    /// <summary>Gives events their positions, and delivers to that endpoint what is due to it.</summary>
    public static async Task Deliver(this ApiFixture api, Given given, string endpoint)
    {
        await api.Server.Send(new PositionEvents());
        await api.DeliverOnly(given, endpoint);
    }

    public static async Task DeliverOnly(this ApiFixture api, Given given, string endpoint)
    {
        while ((await api.Server.Send(new DeliverWebhooks(new WebhookEndpointId(endpoint.Uuid())), given.OrganizationId)).TakenUp > 0)
        {
        }
    }

    /// <summary>Makes one attempt after another, turning the clock to the hour of each, until nothing is pending or the endpoint is not active.</summary>
    public static async Task DeliverToTheEnd(this ApiFixture api, Given given, string endpoint)
    {
        await api.Deliver(given, endpoint);
        var attempts = 0;
        while ((await given.Endpoint(endpoint)).TextOf("status") == "active"
            && await given.Deliveries(endpoint, "status=pending&limit=200") is [_, ..] pending)
        {
            (++attempts).Should().BeLessThan(1_000, "it comes to an end");
            api.Clock.Reset(pending.Min(one => Parse(one.TextOf("nextAttemptAt")!)));
            await api.DeliverOnly(given, endpoint);
        }
    }

    public static async Task<JsonNode> Endpoint(this Given given, string endpoint) => (await given.Client.GetJson($"/v1/webhook-endpoints/{endpoint}")).Json;

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> Deliveries(this Given given, string endpoint, string query = "") =>
        [.. (await given.Client.GetJson($"/v1/webhook-endpoints/{endpoint}/deliveries?{query}")).Json["items"]!.AsArray().Select(item => item!)];

    /// <summary>The items of <c>/v1/events</c>, each as it stands there.</summary>
    public static async Task<IReadOnlyList<string>> Events(this Given given)
    {
        var page = await given.Client.GetJson("/v1/events?limit=200");
        using var json = System.Text.Json.JsonDocument.Parse(page.Body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetRawText())];
    }

    public static string? TextOf(this JsonNode json, string name) => (string?)json[name];

    public static Instant Parse(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;
}
