using Layers.Testing;

namespace Layers.Api.Tests.Http;

/// <summary>A request that changes something, on a state in which it succeeds.</summary>
/// <param name="Probe">Shows what the request changes.</param>
public sealed record Scene(HttpMethod Method, string Path, string? Body, string Probe)
{
    /// <summary>By endpoint, as <see cref="Endpoint"/> names it.</summary>
    private static readonly Dictionary<string, Func<Given, Task<Scene>>> Makers = new()
    {
        ["POST /v1/projects"] = _ => Task.FromResult(
            new Scene(HttpMethod.Post, "/v1/projects", """{ "name": "Acme", "metadata": { "a": [1.0, "é"] } }""", "/v1/projects")),
        ["PATCH /v1/projects/{projectId}"] = given => OnProject(given, HttpMethod.Patch, "", """{ "name": "Acme Tea" }"""),
        ["DELETE /v1/projects/{projectId}"] = given => OnProject(given, HttpMethod.Delete, "", body: null),
        ["PATCH /v1/projects/{projectId}/approval-policy"] = given => OnProject(
            given, HttpMethod.Patch, "/approval-policy", """{ "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H" }"""),
        ["PATCH /v1/projects/{projectId}/content-review-policy"] = given => OnProject(
            given, HttpMethod.Patch, "/content-review-policy", """{ "policy": "review_first_n", "firstN": 5 }"""),
        ["POST /v1/projects/{projectId}/content/uploads"] = given => OnProject(
            given,
            HttpMethod.Post,
            "/content/uploads",
            """{ "grouping": "per-file", "files": [{ "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": 9 }] }""",
            probe: "/content"),
        ["POST /v1/projects/{projectId}/content/decisions"] = async given =>
        {
            var project = await given.GatedProject();
            var (first, second) = (await given.Pending(project), await given.Pending(project));
            return new Scene(
                HttpMethod.Post,
                $"/v1/projects/{project}/content/decisions",
                $$"""{ "decisions": [{ "id": "{{first}}", "action": "approve" }, { "id": "{{second}}", "action": "approve", "ifMatch": 1 }] }""",
                $"/v1/projects/{project}/content");
        },
        ["PATCH /v1/content/{containerId}"] = async given => On(await given.Pending(), HttpMethod.Patch, "", """{ "caption": "Correct \u00e9ven here." }"""),
        ["POST /v1/content/{containerId}/approve"] = async given => On(await given.Pending(), HttpMethod.Post, "/approve", """{ "note": "Fine." }"""),
        ["POST /v1/content/{containerId}/reject"] = async given => On(await given.Pending(), HttpMethod.Post, "/reject", """{ "reason": "Old logo." }"""),
        ["POST /v1/content/{containerId}/hold"] = async given => On(await given.Pending(), HttpMethod.Post, "/hold", body: null),
        ["POST /v1/content/{containerId}/release"] = async given => On(await Held(given), HttpMethod.Post, "/release", body: null),
        ["POST /v1/test/clock"] = _ => Task.FromResult(new Scene(HttpMethod.Post, "/v1/test/clock", """{ "advance": "PT1M" }""", "/v1/projects")),
        ["POST /v1/content/{containerId}/finalize-upload"] = async given => On(await Sent(given), HttpMethod.Post, "/finalize-upload", """{ "caption": "Done." }"""),
        ["POST /v1/content/{containerId}/schedule"] = async given =>
        {
            var project = await given.Project();
            var targets = $$"""[{ "socialAccountId": "{{await given.Account(project)}}", "mode": "publish" }]""";
            return On(await given.Uploaded(project), HttpMethod.Post, "/schedule", $$"""{ "scheduledFor": "2030-01-01T07:00:00Z", "targets": {{targets}} }""");
        },
        ["DELETE /v1/content/{containerId}/pending-schedule"] = async given =>
        {
            var project = await given.GatedProject();
            var id = await given.Pending(project);
            var targets = new[] { new { socialAccountId = await given.Account(project), mode = "publish" } };
            await given.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });
            return On(id, HttpMethod.Delete, "/pending-schedule", """{ "reason": "Not now." }""");
        },
        ["POST /v1/content/{containerId}/publish"] = async given =>
        {
            var project = await given.Project();
            var targets = $$"""[{ "socialAccountId": "{{await given.Account(project)}}", "mode": "publish" }]""";
            return On(await given.Uploaded(project), HttpMethod.Post, "/publish", $$"""{ "targets": {{targets}} }""");
        },
        ["POST /v1/scheduled-posts/{scheduledPostId}/reschedule"] = given =>
            OnPost(given, HttpMethod.Post, "/reschedule", """{ "scheduledFor": "2031-01-01T07:00:00Z" }"""),
        ["DELETE /v1/scheduled-posts/{scheduledPostId}"] = given => OnPost(given, HttpMethod.Delete, "", """{ "reason": "Not now." }"""),
        ["POST /v1/projects/{projectId}/social-accounts"] = given => OnProject(
            given, HttpMethod.Post, "/social-accounts", """{ "platform": "tiktok", "handle": "@acme" }"""),
        ["POST /v1/webhook-endpoints"] = _ => Task.FromResult(new Scene(
            HttpMethod.Post, "/v1/webhook-endpoints", """{ "url": "https://hooks.acme.example/layers", "events": ["*"] }""", "/v1/webhook-endpoints")),
        ["PATCH /v1/webhook-endpoints/{webhookEndpointId}"] = given => OnWebhook(given, HttpMethod.Patch, "", """{ "description": "Ours." }"""),
        ["DELETE /v1/webhook-endpoints/{webhookEndpointId}"] = async given =>
            await OnWebhook(given, HttpMethod.Delete, "") with { Probe = "/v1/webhook-endpoints" },
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/rotate-secret"] = given => OnWebhook(given, HttpMethod.Post, "/rotate-secret"),
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/test"] = given => OnWebhook(given, HttpMethod.Post, "/test", probe: "/deliveries"),
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/deliveries/{eventId}/replay"] = async given =>
        {
            var (endpoint, eventId) = await given.WebhookTest();
            var deliveries = $"/v1/webhook-endpoints/{endpoint}/deliveries";
            return new Scene(HttpMethod.Post, $"{deliveries}/{eventId}/replay", Body: null, deliveries);
        },
        ["DELETE /v1/projects/{projectId}/social-accounts/{socialAccountId}"] = given => OnAccount(given, HttpMethod.Delete, ""),
        ["POST /v1/projects/{projectId}/social-accounts/{socialAccountId}/reconnect"] = given => OnAccount(given, HttpMethod.Post, "/reconnect"),
        ["POST /v1/api-keys/{apiKeyId}/kill"] = given => OnKey(given, HttpMethod.Post, "/kill"),
        ["POST /v1/api-keys/{apiKeyId}/rotate"] = given => OnKey(given, HttpMethod.Post, "/rotate"),
        ["DELETE /v1/api-keys/{apiKeyId}"] = given => OnKey(given, HttpMethod.Delete, ""),
    };

    public static Task<Scene> Of(string endpoint, Given given) =>
        Makers.TryGetValue(endpoint, out var make) ? make(given) : throw new InvalidOperationException($"{endpoint} needs a line in Scene.Makers: a state in which it succeeds.");

    public Task<Answer> Send(HttpClient client, params (string Name, string Value)[] headers) =>
        client.Call(Method, Path, Body is null ? null : Endpoint.Json(Body), headers);

    private static async Task<Scene> OnProject(Given given, HttpMethod method, string path, string? body, string? probe = null)
    {
        var project = $"/v1/projects/{await given.Project()}";
        return new Scene(method, project + path, body, project + (probe ?? path));
    }

    private static Scene On(string id, HttpMethod method, string path, string? body) => new(method, $"/v1/content/{id}{path}", body, $"/v1/content/{id}");

    private static async Task<Scene> OnPost(Given given, HttpMethod method, string path, string body)
    {
        var post = $"/v1/scheduled-posts/{await given.Scheduled(await given.Project())}";
        return new Scene(method, post + path, body, post);
    }

    private static async Task<Scene> OnAccount(Given given, HttpMethod method, string path)
    {
        var project = await given.Project();
        var accounts = $"/v1/projects/{project}/social-accounts";
        return new Scene(method, $"{accounts}/{await given.Account(project)}{path}", Body: null, accounts);
    }

    private static async Task<string> Held(Given given)
    {
        var id = await given.Pending();
        await given.Client.PostJson($"/v1/content/{id}/hold");
        return id;
    }

    private static async Task<Scene> OnWebhook(Given given, HttpMethod method, string path, string? body = null, string? probe = null)
    {
        var endpoint = $"/v1/webhook-endpoints/{(await given.Webhook()).Id}";
        return new Scene(method, endpoint + path, body, endpoint + probe);
    }

    private static async Task<Scene> OnKey(Given given, HttpMethod method, string path)
    {
        var key = $"/v1/api-keys/{(await given.AnotherKey(["content:read"])).Key.Id}";
        return new Scene(method, key + path, Body: null, key);
    }

    private static async Task<string> Sent(Given given)
    {
        var (id, address) = await given.StartedUpload(await given.GatedProject(), Given.Picture());
        await given.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        return id;
    }
}
