using System.Text.Json;
using Layers.Testing;

namespace Layers.Api.Tests.Load;

/// <summary>
/// Follows an organization's events as a careful consumer does: what it read and where it goes on are kept together, and what fails is asked for
/// again, of another server.
/// </summary>
internal sealed class Consumer(string key, IReadOnlyList<LayersProcess> servers)
{
    private readonly Dictionary<string, int> seen = [];
    private readonly List<string> order = [];
    private string? cursor;

    /// <summary>Ids of events, in the order in which they were first seen.</summary>
    public IReadOnlyList<string> Order => order;

    /// <summary>How often something came that had come before.</summary>
    public int Repeats => seen.Values.Sum() - seen.Count;

    /// <summary>How many events there are by now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>How often a server was lost in the middle of an answer, or was not there.</summary>
    public int Losses { get; private set; }

    private int count;

    /// <summary>Reads until it is told to stop.</summary>
    public async Task Follow(CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            using var client = servers[turn % servers.Count].Client(key);
            try
            {
                while (!stop.IsCancellationRequested)
                    Keep(await client.GetJson($"/v1/events?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}", ("Prefer", "wait=2")));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                Losses++;
            }
        }
    }

    private void Keep(Answer page)
    {
        page.Status.Should().Be(System.Net.HttpStatusCode.OK, page.Body);
        foreach (var id in page.Json["items"]!.AsArray().Select(item => (string)item!["id"]!))
        {
            seen[id] = seen.GetValueOrDefault(id) + 1;
            if (seen[id] == 1)
                order.Add(id);
        }

        cursor = page.Text("nextCursor");
        Volatile.Write(ref count, order.Count);
    }
}
