using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Layers.Api.Tests.Http;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

/// <summary>
/// Every field that takes text, of every body and every query, meets text that is none of its kind. A field without a line in <see cref="Lines"/>
/// fails a test.
/// </summary>
[Collection(BadInputCollection.Name)]
public sealed class TextFieldTests(BadInputFixture api)
{
    private const string Approval = """{ "decisions": [{ "id": "%", "action": "approve", "note": "A" }] }""";
    private const string RelayAccount = """{ "platform": "tiktok", "handle": "@a", "publisher": "relay", "settings": { "url": "https://acme.example/a" } }""";

    private static readonly Line[] Lines =
    [
        new("POST /v1/projects", "name", TextKind.Line),
        new("POST /v1/projects", "customerExternalId", TextKind.Line),
        new("POST /v1/projects", "timezone", TextKind.Exact),
        new("POST /v1/projects", "metadata", TextKind.Metadata),
        new("GET /v1/projects", "search", TextKind.Sought),
        new("GET /v1/projects", "customerExternalId", TextKind.Sought),
        new("GET /v1/projects", "status", TextKind.Exact, "active"),
        new("GET /v1/projects", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/projects", "limit", TextKind.Number),
        new("PATCH /v1/projects/{projectId}", "name", TextKind.Line),
        new("PATCH /v1/projects/{projectId}", "customerExternalId", TextKind.Line),
        new("PATCH /v1/projects/{projectId}", "timezone", TextKind.Exact),
        new("PATCH /v1/projects/{projectId}", "metadata", TextKind.Metadata),
        new("PATCH /v1/projects/{projectId}/approval-policy", "autoApproveAfter", TextKind.Exact),
        new("PATCH /v1/projects/{projectId}/approval-policy", "dryRun", TextKind.Exact, "true"),
        new("PATCH /v1/projects/{projectId}/content-review-policy", "policy", TextKind.Exact),
        new("GET /v1/projects/{projectId}/content", "status", TextKind.Exact, "completed"),
        new("GET /v1/projects/{projectId}/content", "format", TextKind.Exact, "ugc-remix"),
        new("GET /v1/projects/{projectId}/content", "creativeType", TextKind.Exact, "uploaded"),
        new("GET /v1/projects/{projectId}/content", "approvalStatus", TextKind.Exact, "pending"),
        new("GET /v1/projects/{projectId}/content", "since", TextKind.Instant),
        new("GET /v1/projects/{projectId}/content", "until", TextKind.Instant),
        new("GET /v1/projects/{projectId}/content", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/content", "limit", TextKind.Number),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].id", TextKind.Exact),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].action", TextKind.Exact),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].note", TextKind.RemarkOrNothing) { Body = Approval },
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].reason", TextKind.Remark),
        new("POST /v1/projects/{projectId}/content/uploads", "files[0].filename", TextKind.Line),
        new("POST /v1/projects/{projectId}/content/uploads", "files[0].contentType", TextKind.MediaType),
        new("POST /v1/projects/{projectId}/content/uploads", "grouping", TextKind.Exact),
        new("PATCH /v1/content/{containerId}", "caption", TextKind.Text),
        new("POST /v1/content/{containerId}/approve", "note", TextKind.RemarkOrNothing),
        new("POST /v1/content/{containerId}/reject", "reason", TextKind.Remark),
        new("POST /v1/content/{containerId}/finalize-upload", "caption", TextKind.Text),
        new("POST /v1/content/{containerId}/schedule", "scheduledFor", TextKind.Instant),
        new("POST /v1/content/{containerId}/schedule", "targets[0].socialAccountId", TextKind.Exact),
        new("POST /v1/content/{containerId}/schedule", "targets[0].mode", TextKind.Exact),
        new("POST /v1/content/{containerId}/schedule", "targets[0].captionOverride", TextKind.Text),
        new("POST /v1/content/{containerId}/schedule", "targets[0].firstCommentOverride", TextKind.Text),
        new("POST /v1/content/{containerId}/publish", "targets[0].socialAccountId", TextKind.Exact),
        new("POST /v1/content/{containerId}/publish", "targets[0].mode", TextKind.Exact),
        new("POST /v1/content/{containerId}/publish", "targets[0].captionOverride", TextKind.Text),
        new("POST /v1/content/{containerId}/publish", "targets[0].firstCommentOverride", TextKind.Text),
        new("GET /v1/events", "eventType", TextKind.Exact, "content.approved"),
        new("GET /v1/events", "since", TextKind.Instant),
        new("GET /v1/events", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/events", "limit", TextKind.Number),
        new("GET /v1/audit-log", "eventType", TextKind.Exact, "content.approved"),
        new("GET /v1/audit-log", "projectId", TextKind.Exact, "prj_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/audit-log", "apiKeyId", TextKind.Exact, "key_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/audit-log", "since", TextKind.Instant),
        new("GET /v1/audit-log", "until", TextKind.Instant),
        new("GET /v1/audit-log", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/audit-log", "limit", TextKind.Number),
        new("GET /v1/audit-log/verify", "position", TextKind.Number),
        new("GET /v1/audit-log/verify", "hash", TextKind.Exact, "0000000000000000000000000000000000000000000000000000000000000000"),
        new("POST /v1/test/clock", "advance", TextKind.Exact),
        new("GET /v1/projects/{projectId}/scheduled-posts", "status", TextKind.Exact, "queued"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "socialAccountId", TextKind.Exact, "sa_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "since", TextKind.Instant),
        new("GET /v1/projects/{projectId}/scheduled-posts", "until", TextKind.Instant),
        new("GET /v1/projects/{projectId}/scheduled-posts", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "limit", TextKind.Number),
        new("POST /v1/scheduled-posts/{scheduledPostId}/reschedule", "scheduledFor", TextKind.Instant),
        new("DELETE /v1/scheduled-posts/{scheduledPostId}", "reason", TextKind.RemarkOrNothing),
        new("DELETE /v1/content/{containerId}/pending-schedule", "reason", TextKind.RemarkOrNothing),
        new("POST /v1/projects/{projectId}/social-accounts", "platform", TextKind.Exact),
        new("POST /v1/projects/{projectId}/social-accounts", "handle", TextKind.Line),
        new("POST /v1/projects/{projectId}/social-accounts", "publisher", TextKind.Exact),
        new("POST /v1/projects/{projectId}/social-accounts", "settings.url", TextKind.Address) { Body = RelayAccount },
        new("GET /v1/projects/{projectId}/social-accounts", "platform", TextKind.Exact, "tiktok"),
        new("GET /v1/projects/{projectId}/social-accounts", "status", TextKind.Exact, "connected"),
        new("GET /v1/projects/{projectId}/social-accounts", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/social-accounts", "limit", TextKind.Number),
        new("POST /v1/webhook-endpoints", "url", TextKind.Address),
        new("POST /v1/webhook-endpoints", "events", TextKind.List),
        new("POST /v1/webhook-endpoints", "description", TextKind.Line),
        new("POST /v1/webhook-endpoints", "projectId", TextKind.Exact),
        new("GET /v1/webhook-endpoints", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/webhook-endpoints", "limit", TextKind.Number),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "url", TextKind.Address),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "events", TextKind.List),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "description", TextKind.Line),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "status", TextKind.Exact),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "status", TextKind.Exact, "pending"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "eventType", TextKind.Exact, "content.approved"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "limit", TextKind.Number),
        new("GET /v1/api-keys", "status", TextKind.Exact, "active"),
        new("GET /v1/api-keys", "cursor", TextKind.Exact, "e30"),
        new("GET /v1/api-keys", "limit", TextKind.Number),
    ];

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var line in Lines)
                all.Add(line.Endpoint, line.Field);
            return all;
        }
    }

    [Fact]
    public void EveryFieldOfEveryEndpoint_HasALine()
    {
        var fields = Endpoint.All.SelectMany(endpoint => Fields.OfBody(endpoint).Concat(Fields.OfQuery(endpoint)).Select(field => $"{endpoint} {field}"));

        fields.Should().BeEquivalentTo(Lines.Select(line => $"{line.Endpoint} {line.Field}"), "each field needs a line in TextFieldTests.Lines that says what it takes");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Field_RefusesWhatIsNotOfItsKind(string endpoint, string field)
    {
        var line = Lines.Single(line => (line.Endpoint, line.Field) == (endpoint, field));
        var sends = Fields.OfQuery(Endpoint.Named(endpoint)).Contains(field) ? Queries(line) : Bodies(line);

        var answers = await api.RefusedAll(sends);

        answers.Should().AllSatisfy(answer => answer.Json["error"]!["details"]!["issues"]!.AsArray().Select(issue => (string?)issue!["path"]).Should().Contain(field));
    }

    private IEnumerable<Func<HttpClient, Task<Answer>>> Queries(Line line)
    {
        var endpoint = Endpoint.Named(line.Endpoint);
        var path = endpoint.Path(line.Endpoint.Contains("webhookEndpointId", StringComparison.Ordinal) ? api.Webhook : api.Project);
        var body = endpoint.TakesBody ? """{ "requiresApproval": true }""" : null;

        // Half a surrogate pair has no spelling in a query.
        return BadTexts.Of(line.Kind, line.Valid).Where(Domain.Text.IsStorable).Concat(["\0", $"{line.Valid}\0"]).Distinct().Select(value =>
            (Func<HttpClient, Task<Answer>>)(client => client.Call(
                endpoint.Method, $"{path}?{line.Field}={Uri.EscapeDataString(value)}", body is null ? null : BadInputFixture.Json(body))));
    }

    private IEnumerable<Func<HttpClient, Task<Answer>>> Bodies(Line line)
    {
        var endpoints = api.Endpoints.Where(endpoint => $"{endpoint.Method} {Route(endpoint.Path)}" == Route(line.Endpoint)).ToList();
        endpoints.Should().NotBeEmpty($"BodyEndpoint has a line for {line.Endpoint}");
        foreach (var endpoint in endpoints)
        {
            var body = line.Body?.Replace("%", api.Pending, StringComparison.Ordinal) ?? endpoint.ValidBody;
            foreach (var json in BadTexts.JsonOf(line.Kind, ValueIn(body, line.Field)))
            {
                var sent = BadInputFixture.Json(With(body, line.Field, json));
                yield return client => client.Call(endpoint.Method, endpoint.Path, sent);
            }
        }
    }

    /// <summary>The path with its ids as the table has them, and without a query.</summary>
    private static string Route(string path) => Regex.Replace(path.Split('?')[0], @"\{\w+\}|[a-z]+_[0-9a-f-]{36}", "{}", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static JsonNode ValueIn(string body, string field)
    {
        var (parent, name) = Parent(JsonNode.Parse(body)!.AsObject(), field);
        return parent[name] ?? throw new InvalidOperationException($"BodyEndpoint's valid body, or the line's own, needs {field}.");
    }

    private static string With(string body, string field, string json)
    {
        const string place = "\"zul7-place\"";
        var root = JsonNode.Parse(body)!.AsObject();
        var (parent, name) = Parent(root, field);
        parent[name] = "zul7-place";
        return root.ToJsonString().Replace(place, json, StringComparison.Ordinal);
    }

    private static (JsonObject Parent, string Name) Parent(JsonObject root, string field)
    {
        var names = field.Split("[0].");
        if (names.Length == 2)
            return (root[names[0]]![0]!.AsObject(), names[1]);
        names = field.Split('.');
        return (names.Length == 2 ? root[names[0]]!.AsObject() : root, names[^1]);
    }

    /// <param name="Valid">Of a query parameter: a value that it takes.</param>
    private sealed record Line(string Endpoint, string Field, TextKind Kind, string Valid = "5")
    {
        /// <summary>One in which the field is taken, where the endpoint's usual one is not.</summary>
        public string? Body { get; init; }
    }
}
