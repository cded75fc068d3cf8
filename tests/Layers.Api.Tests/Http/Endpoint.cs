using System.Text;
using System.Text.Json;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

/// <summary>An endpoint that takes a key, for what holds of all of them. Its name is its method and route.</summary>
/// <param name="Scope">Null when any key of an organization will do.</param>
/// <param name="Body">One that the endpoint takes; null when it takes none.</param>
public sealed record Endpoint(HttpMethod Method, string Route, string? Scope, object? Body = null)
{
    private static readonly object UploadBody = new { files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 1 } } };

    private static readonly object[] Targets = [new { socialAccountId = $"sa_{Guid.Empty}", mode = "publish" }];

    private static readonly object[] Decisions = [new { id = $"cnt_{Guid.Empty}", action = "approve", note = "Looks good." }];

    private static readonly Dictionary<string, (string Noun, string Prefix)> Kinds = new()
    {
        ["projectId"] = ("Project", "prj_"),
        ["containerId"] = ("Container", "cnt_"),
        ["scheduledPostId"] = ("Scheduled post", "sp_"),
        ["socialAccountId"] = ("Social account", "sa_"),
        ["webhookEndpointId"] = ("Webhook endpoint", "whk_"),
        ["eventId"] = ("Event", "evt_"),
        ["apiKeyId"] = ("API key", "key_"),
    };

    public static readonly IReadOnlyList<Endpoint> All =
    [
        new(HttpMethod.Get, "/v1/whoami", Scope: null),
        new(HttpMethod.Post, "/v1/projects", "projects:write", new { name = "Acme Coffee" }),
        new(HttpMethod.Get, "/v1/projects", "projects:read"),
        new(HttpMethod.Get, "/v1/projects/{projectId}", "projects:read"),
        new(HttpMethod.Patch, "/v1/projects/{projectId}", "projects:write", new { name = "Acme Tea" }),
        new(HttpMethod.Delete, "/v1/projects/{projectId}", "projects:write"),
        new(HttpMethod.Get, "/v1/projects/{projectId}/approval-policy", "content:read"),
        new(HttpMethod.Patch, "/v1/projects/{projectId}/approval-policy", "content:approve", new { firstNPostsBlocked = 3 }),
        new(HttpMethod.Get, "/v1/projects/{projectId}/content-review-policy", "content:read"),
        new(HttpMethod.Patch, "/v1/projects/{projectId}/content-review-policy", "content:approve", new { policy = "review_all" }),
        new(HttpMethod.Get, "/v1/projects/{projectId}/content", "content:read"),
        new(HttpMethod.Post, "/v1/projects/{projectId}/content/decisions", Scope: null, new { decisions = Decisions }),
        new(HttpMethod.Post, "/v1/projects/{projectId}/content/uploads", "content:write", UploadBody),
        new(HttpMethod.Get, "/v1/content/{containerId}", "content:read"),
        new(HttpMethod.Get, "/v1/content/{containerId}/gate", "content:read"),
        new(HttpMethod.Patch, "/v1/content/{containerId}", "content:write", new { caption = "Corrected." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/approve", Scope: null, new { note = "Looks good." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/reject", Scope: null, new { reason = "Last year's logo." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/finalize-upload", "content:write", new { caption = "Done." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/schedule", "publish:write", new { scheduledFor = "2030-01-01T07:00:00Z", targets = Targets }),
        new(HttpMethod.Delete, "/v1/content/{containerId}/pending-schedule", "publish:write", new { reason = "Not now." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/publish", "publish:write", new { targets = Targets }),
        new(HttpMethod.Post, "/v1/content/{containerId}/hold", "content:approve"),
        new(HttpMethod.Post, "/v1/content/{containerId}/release", "content:approve"),
        new(HttpMethod.Get, "/v1/events", "audit:read"),
        new(HttpMethod.Get, "/v1/audit-log", "audit:read"),
        new(HttpMethod.Get, "/v1/audit-log/verify", "audit:read"),
        new(HttpMethod.Post, "/v1/test/clock", Scope: null, new { advance = "PT1H" }),
        new(HttpMethod.Get, "/v1/projects/{projectId}/scheduled-posts", "publish:read"),
        new(HttpMethod.Get, "/v1/scheduled-posts/{scheduledPostId}", "publish:read"),
        new(HttpMethod.Post, "/v1/scheduled-posts/{scheduledPostId}/reschedule", "publish:write", new { scheduledFor = "2030-01-01T07:00:00Z" }),
        new(HttpMethod.Delete, "/v1/scheduled-posts/{scheduledPostId}", "publish:write", new { reason = "Not now." }),
        new(HttpMethod.Post, "/v1/projects/{projectId}/social-accounts", "social:write", new { platform = "tiktok", handle = "@acme" }),
        new(HttpMethod.Get, "/v1/projects/{projectId}/social-accounts", "social:read"),
        new(HttpMethod.Delete, "/v1/projects/{projectId}/social-accounts/{socialAccountId}", "social:write"),
        new(HttpMethod.Post, "/v1/projects/{projectId}/social-accounts/{socialAccountId}/reconnect", "social:write"),
        new(HttpMethod.Post, "/v1/webhook-endpoints", "webhooks:write", new { url = "https://hooks.acme.example/layers", events = new[] { "*" } }),
        new(HttpMethod.Get, "/v1/webhook-endpoints", "webhooks:write"),
        new(HttpMethod.Get, "/v1/webhook-endpoints/{webhookEndpointId}", "webhooks:write"),
        new(HttpMethod.Patch, "/v1/webhook-endpoints/{webhookEndpointId}", "webhooks:write", new { description = "Ours." }),
        new(HttpMethod.Delete, "/v1/webhook-endpoints/{webhookEndpointId}", "webhooks:write"),
        new(HttpMethod.Post, "/v1/webhook-endpoints/{webhookEndpointId}/rotate-secret", "webhooks:write"),
        new(HttpMethod.Post, "/v1/webhook-endpoints/{webhookEndpointId}/test", "webhooks:write"),
        new(HttpMethod.Get, "/v1/webhook-endpoints/{webhookEndpointId}/deliveries", "webhooks:write"),
        new(HttpMethod.Post, "/v1/webhook-endpoints/{webhookEndpointId}/deliveries/{eventId}/replay", "webhooks:write"),
        new(HttpMethod.Get, "/v1/api-keys", "keys:write"),
        new(HttpMethod.Get, "/v1/api-keys/{apiKeyId}", "keys:write"),
        new(HttpMethod.Post, "/v1/api-keys/{apiKeyId}/kill", "keys:write"),
        new(HttpMethod.Post, "/v1/api-keys/{apiKeyId}/rotate", "keys:write"),
        new(HttpMethod.Delete, "/v1/api-keys/{apiKeyId}", "keys:write"),
    ];

    public bool Changes => Method != HttpMethod.Get;

    public bool TakesBody => Body is not null;

    /// <summary>A live organization finds nothing there.</summary>
    public bool IsForTestOrganizations => Route.StartsWith("/v1/test/", StringComparison.Ordinal);

    public bool TakesId => Route.Contains('{', StringComparison.Ordinal);

    /// <summary>Of the last id in the route: "Container".</summary>
    public string Noun => Kind.Noun;

    public string Prefix => Kind.Prefix;

    private (string Noun, string Prefix) Kind =>
        Kinds.TryGetValue(IdName, out var kind) ? kind : throw new InvalidOperationException($"{{{IdName}}} needs a line in Endpoint.Kinds: its noun and its prefix.");

    private string IdName => Route[(Route.LastIndexOf('{') + 1)..Route.LastIndexOf('}')];

    public static TheoryData<string> Names(Func<Endpoint, bool>? which = null) =>
        [.. All.Where(which ?? (_ => true)).Select(endpoint => endpoint.ToString())];

    public static Endpoint Named(string name) => All.Single(endpoint => endpoint.ToString() == name);

    /// <param name="id">In the place of the last id.</param>
    /// <param name="project">In front of it, where the route wants both; some unknown one when left out.</param>
    public string Path(string id, string? project = null)
    {
        if (!TakesId)
            return Route;
        var path = Route.Replace($"{{{IdName}}}", id, StringComparison.Ordinal).Replace("{projectId}", project ?? $"prj_{Guid.Empty}", StringComparison.Ordinal);
        return path.Replace("{webhookEndpointId}", $"whk_{Guid.Empty}", StringComparison.Ordinal);
    }

    public Task<Answer> Call(HttpClient client, string id, string? project = null) =>
        client.Call(Method, Path(id, project), Body is null ? null : Json(JsonSerializer.Serialize(Body)));

    public Task<Answer> CallWith(HttpClient client, string id, HttpContent body, params (string Name, string Value)[] headers) =>
        client.Call(Method, Path(id), body, headers);

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public override string ToString() => $"{Method} {Route}";
}
