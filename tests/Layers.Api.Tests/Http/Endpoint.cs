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
        new(HttpMethod.Get, "/v1/projects/{projectId}/content", "content:read"),
        new(HttpMethod.Post, "/v1/projects/{projectId}/content/uploads", "content:write", UploadBody),
        new(HttpMethod.Get, "/v1/content/{containerId}", "content:read"),
        new(HttpMethod.Get, "/v1/content/{containerId}/gate", "content:read"),
        new(HttpMethod.Patch, "/v1/content/{containerId}", "content:write", new { caption = "Corrected." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/approve", Scope: null, new { note = "Looks good." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/reject", Scope: null, new { reason = "Last year's logo." }),
        new(HttpMethod.Post, "/v1/content/{containerId}/finalize-upload", "content:write", new { caption = "Done." }),
    ];

    public bool Changes => Method != HttpMethod.Get;

    public bool TakesBody => Body is not null;

    public string IdName => Route.Contains("{containerId}", StringComparison.Ordinal) ? "containerId" : "projectId";

    public bool TakesId => Route.Contains('{', StringComparison.Ordinal);

    public static TheoryData<string> Names(Func<Endpoint, bool>? which = null) =>
        [.. All.Where(which ?? (_ => true)).Select(endpoint => endpoint.ToString())];

    public static Endpoint Named(string name) => All.Single(endpoint => endpoint.ToString() == name);

    public string Path(string id) => Route.Replace($"{{{IdName}}}", id, StringComparison.Ordinal);

    public Task<Answer> Call(HttpClient client, string id, params (string Name, string Value)[] headers) =>
        client.Call(Method, Path(id), Body is null ? null : Json(JsonSerializer.Serialize(Body)), headers);

    public Task<Answer> CallWith(HttpClient client, string id, HttpContent body) => client.Call(Method, Path(id), body);

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public override string ToString() => $"{Method} {Route}";
}
