using System.Text.Json;
using Layers.Api.Tests.Http;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>One of everything that an organization has, by the name that routes give it.</summary>
internal sealed record Ids(IReadOnlyDictionary<string, string> ByName)
{
    /// <summary>Nobody has these.</summary>
    public static Ids Unknown { get; } = new(new Dictionary<string, string>
    {
        ["projectId"] = $"prj_{Guid.NewGuid()}",
        ["containerId"] = $"cnt_{Guid.NewGuid()}",
        ["socialAccountId"] = $"sa_{Guid.NewGuid()}",
        ["scheduledPostId"] = $"sp_{Guid.NewGuid()}",
        ["webhookEndpointId"] = $"whk_{Guid.NewGuid()}",
        ["eventId"] = $"evt_{Guid.NewGuid()}",
        ["apiKeyId"] = $"key_{Guid.NewGuid()}",
    });

    public string this[string name] =>
        ByName.TryGetValue(name, out var id) ? id : throw new InvalidOperationException($"{name} needs a line in Ids.Unknown and in Ids.Of.");

    public static async Task<Ids> Of(Given organization)
    {
        var project = await organization.Project();
        var post = await organization.Scheduled(project);
        var account = await organization.Account(project);
        var (endpoint, eventId) = await organization.WebhookTest();
        await organization.Policy(project, new { requiresApproval = true, autoApproveAfter = "PT24H" });
        return new Ids(new Dictionary<string, string>
        {
            ["projectId"] = project,
            ["containerId"] = await organization.Pending(project),
            ["socialAccountId"] = account,
            ["scheduledPostId"] = post,
            ["webhookEndpointId"] = endpoint,
            ["eventId"] = eventId,
            ["apiKeyId"] = (await organization.AnotherKey(["content:read"])).Key.Id.ToString(),
        });
    }

    public Task<Answer> Call(HttpClient client, Endpoint endpoint, params (string Name, string Value)[] headers)
    {
        var body = endpoint.Body is null ? null : Endpoint.Json(JsonSerializer.Serialize(endpoint.Body));
        return client.Call(endpoint.Method, In(endpoint.Route), body, headers);
    }

    /// <summary>Every way of putting <paramref name="foreign"/> ids beside these into the route, each beside the same with ids that nobody has.</summary>
    public IEnumerable<(Ids WithForeign, Ids WithUnknown)> MixedWith(Ids foreign, string route)
    {
        var names = ByName.Keys.Where(name => route.Contains($"{{{name}}}", StringComparison.Ordinal)).ToList();
        for (var mask = 1; mask < 1 << names.Count; mask++)
        {
            var replaced = names.Where((_, place) => (mask & (1 << place)) != 0).ToHashSet(StringComparer.Ordinal);
            yield return (With(foreign, replaced), With(Unknown, replaced));
        }
    }

    private string In(string route) =>
        ByName.Aggregate(route, (path, id) => path.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));

    private Ids With(Ids other, HashSet<string> replaced) =>
        new(ByName.ToDictionary(id => id.Key, id => replaced.Contains(id.Key) ? other[id.Key] : id.Value));
}
