using System.Text.Json.Nodes;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

/// <summary>What a server does by the clock, and what consumers hear of it.</summary>
internal static class Sweeps
{
    public static async Task Sweep(this ApiFixture api)
    {
        await api.Server.Send(new AnnounceExpiring());
        while (await api.Server.Send(new AutoApproveDue()) > 0)
        {
        }

        while (await api.Server.Send(new PositionEvents()) > 0)
        {
        }
    }

    /// <summary>The data of every notice that silence is about to approve the container.</summary>
    public static async Task<IReadOnlyList<JsonNode>> NoticesAfterSweep(this ApiFixture api, string id, Given? given = null)
    {
        await api.Sweep();
        return [.. (await Feed(given ?? api.Given, id)).Where(happened => (string?)happened["type"] == "content.expiring").Select(happened => happened["data"]!)];
    }

    /// <summary>The types of all that happened to the container, in the order that consumers see.</summary>
    public static async Task<IEnumerable<string>> FeedAfterSweep(this ApiFixture api, string id)
    {
        await api.Sweep();
        return (await Feed(api.Given, id)).Select(happened => (string)happened["type"]!);
    }

    private static async Task<IReadOnlyList<JsonNode>> Feed(Given given, string id)
    {
        var all = new List<JsonNode>();
        var page = await given.Client.GetJson("/v1/events?limit=200");
        while (page.Json["items"]!.AsArray() is { Count: > 0 } items)
        {
            all.AddRange(items.Select(item => item!.DeepClone()));
            page = await given.Client.GetJson($"/v1/events?limit=200&cursor={page.Text("nextCursor")}");
        }

        all.Select(happened => (long)happened["position"]!).Should().BeInAscendingOrder("consumers order by it");
        return [.. all.Where(happened => (string?)(happened["data"]!["containerId"] ?? happened["data"]!["id"]) == id)];
    }
}
