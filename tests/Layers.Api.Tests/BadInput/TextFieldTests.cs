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

    private static readonly string[] NoText = ["\0", "a\0b", "\ud800", "a\udc00"];
    private static readonly string[] NotOneLine = ["a\nb", "a\r\nb", "a\tb", "\u001b[31ma", "a\u007f", "a\u0085b", "a\u2028b", "a\u2029b"];
    private static readonly string[] Blank = ["", " ", "\u3000", "\u200b", " \u200b\ufeff"];
    private static readonly string[] BlankLines = ["\n", " \r\n\t "];

    private static readonly string[] NoInstant =
    [
        "2030-01-01T00:00:00Z\0", "2030-01-01T00:00:00Z\0+05:00", "2030-01-01T24:00:00Z", "2030-06-30T23:59:60Z", " 2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00Z ", "2030-01-01T00:00:00Z\n", "2030-01-01t00:00:00Z", "2030-01-01T00:00:00z", "2030-01-01T00:00:00+00:00",
        "2030-01-01T00:00:00-07:00", "2030-01-01T00:00:00", "2030-01-01T00:00:00,5Z", "2030-01-01", "2030-01-01T00:00Z", "20300101T000000Z",
        "2030-W01-2T00:00:00Z", "+2030-01-01T00:00:00Z", "٢٠٣٠-01-01T00:00:00Z", "2030-02-30T00:00:00Z", "1893456000", "",
    ];

    private static readonly string[] NoAddress =
    [
        " https://x.example/a", "https://x.example/a ", "https://x.example/a\r\nb", " https://x.example/a\r\nb ", "https://x.example/a b", "https://x\u3000.example/",
        "https:\\\\x.example\\a", "https://x.example/\ta", "//x.example/a", "/a", "ftp://x.example/", "javascript:alert(1)", "https://me@x.example/", "https://x.example/#a",
        "https://x.example/\0", "https://x.example/\ud800",
    ];

    private static readonly string[] NoNumber = ["5\0", " 5", "5 ", "+5", "5.0", "5\n", "٥", "0x5", ""];

    private static readonly string[] NoMetadata =
        ["""{ "a\nb": 1 }""", """{ "a": { "\t": 1 } }""", """{ "\u2028": 1 }""", """{ "a\u0000": 1 }""", """{ "a": "\u0000" }""", """{ "a": "\ud800" }"""];

    private static readonly Line[] Lines =
    [
        new("POST /v1/projects", "name", Kind.Line),
        new("POST /v1/projects", "customerExternalId", Kind.Line),
        new("POST /v1/projects", "timezone", Kind.Exact),
        new("POST /v1/projects", "metadata", Kind.Metadata),
        new("GET /v1/projects", "search", Kind.Sought),
        new("GET /v1/projects", "customerExternalId", Kind.Sought),
        new("GET /v1/projects", "status", Kind.Exact, "active"),
        new("GET /v1/projects", "cursor", Kind.Exact, "e30"),
        new("GET /v1/projects", "limit", Kind.Number),
        new("PATCH /v1/projects/{projectId}", "name", Kind.Line),
        new("PATCH /v1/projects/{projectId}", "customerExternalId", Kind.Line),
        new("PATCH /v1/projects/{projectId}", "timezone", Kind.Exact),
        new("PATCH /v1/projects/{projectId}", "metadata", Kind.Metadata),
        new("PATCH /v1/projects/{projectId}/approval-policy", "autoApproveAfter", Kind.Exact),
        new("PATCH /v1/projects/{projectId}/approval-policy", "dryRun", Kind.Exact, "true"),
        new("PATCH /v1/projects/{projectId}/content-review-policy", "policy", Kind.Exact),
        new("GET /v1/projects/{projectId}/content", "status", Kind.Exact, "completed"),
        new("GET /v1/projects/{projectId}/content", "format", Kind.Exact, "ugc-remix"),
        new("GET /v1/projects/{projectId}/content", "creativeType", Kind.Exact, "uploaded"),
        new("GET /v1/projects/{projectId}/content", "approvalStatus", Kind.Exact, "pending"),
        new("GET /v1/projects/{projectId}/content", "since", Kind.Instant),
        new("GET /v1/projects/{projectId}/content", "until", Kind.Instant),
        new("GET /v1/projects/{projectId}/content", "cursor", Kind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/content", "limit", Kind.Number),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].id", Kind.Exact),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].action", Kind.Exact),
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].note", Kind.Text) { Body = Approval },
        new("POST /v1/projects/{projectId}/content/decisions", "decisions[0].reason", Kind.Remark),
        new("POST /v1/projects/{projectId}/content/uploads", "files[0].filename", Kind.Line),
        new("POST /v1/projects/{projectId}/content/uploads", "files[0].contentType", Kind.MediaType),
        new("POST /v1/projects/{projectId}/content/uploads", "grouping", Kind.Exact),
        new("PATCH /v1/content/{containerId}", "caption", Kind.Text),
        new("POST /v1/content/{containerId}/approve", "note", Kind.Text),
        new("POST /v1/content/{containerId}/reject", "reason", Kind.Remark),
        new("POST /v1/content/{containerId}/finalize-upload", "caption", Kind.Text),
        new("POST /v1/content/{containerId}/schedule", "scheduledFor", Kind.Instant),
        new("POST /v1/content/{containerId}/schedule", "targets[0].socialAccountId", Kind.Exact),
        new("POST /v1/content/{containerId}/schedule", "targets[0].mode", Kind.Exact),
        new("POST /v1/content/{containerId}/schedule", "targets[0].captionOverride", Kind.Text),
        new("POST /v1/content/{containerId}/schedule", "targets[0].firstCommentOverride", Kind.Text),
        new("POST /v1/content/{containerId}/publish", "targets[0].socialAccountId", Kind.Exact),
        new("POST /v1/content/{containerId}/publish", "targets[0].mode", Kind.Exact),
        new("POST /v1/content/{containerId}/publish", "targets[0].captionOverride", Kind.Text),
        new("POST /v1/content/{containerId}/publish", "targets[0].firstCommentOverride", Kind.Text),
        new("GET /v1/events", "eventType", Kind.Exact, "content.approved"),
        new("GET /v1/events", "since", Kind.Instant),
        new("GET /v1/events", "cursor", Kind.Exact, "e30"),
        new("GET /v1/events", "limit", Kind.Number),
        new("GET /v1/audit-log", "eventType", Kind.Exact, "content.approved"),
        new("GET /v1/audit-log", "projectId", Kind.Exact, "prj_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/audit-log", "apiKeyId", Kind.Exact, "key_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/audit-log", "since", Kind.Instant),
        new("GET /v1/audit-log", "until", Kind.Instant),
        new("GET /v1/audit-log", "cursor", Kind.Exact, "e30"),
        new("GET /v1/audit-log", "limit", Kind.Number),
        new("GET /v1/audit-log/verify", "position", Kind.Number),
        new("GET /v1/audit-log/verify", "hash", Kind.Exact, "0000000000000000000000000000000000000000000000000000000000000000"),
        new("POST /v1/test/clock", "advance", Kind.Exact),
        new("GET /v1/projects/{projectId}/scheduled-posts", "status", Kind.Exact, "queued"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "socialAccountId", Kind.Exact, "sa_7894b1d5-2aa7-41f9-a859-280306ea5672"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "since", Kind.Instant),
        new("GET /v1/projects/{projectId}/scheduled-posts", "until", Kind.Instant),
        new("GET /v1/projects/{projectId}/scheduled-posts", "cursor", Kind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/scheduled-posts", "limit", Kind.Number),
        new("POST /v1/scheduled-posts/{scheduledPostId}/reschedule", "scheduledFor", Kind.Instant),
        new("DELETE /v1/scheduled-posts/{scheduledPostId}", "reason", Kind.RemarkOrNothing),
        new("DELETE /v1/content/{containerId}/pending-schedule", "reason", Kind.RemarkOrNothing),
        new("POST /v1/projects/{projectId}/social-accounts", "platform", Kind.Exact),
        new("POST /v1/projects/{projectId}/social-accounts", "handle", Kind.Line),
        new("POST /v1/projects/{projectId}/social-accounts", "publisher", Kind.Exact),
        new("POST /v1/projects/{projectId}/social-accounts", "settings.url", Kind.Address) { Body = RelayAccount },
        new("GET /v1/projects/{projectId}/social-accounts", "platform", Kind.Exact, "tiktok"),
        new("GET /v1/projects/{projectId}/social-accounts", "status", Kind.Exact, "connected"),
        new("GET /v1/projects/{projectId}/social-accounts", "cursor", Kind.Exact, "e30"),
        new("GET /v1/projects/{projectId}/social-accounts", "limit", Kind.Number),
        new("POST /v1/webhook-endpoints", "url", Kind.Address),
        new("POST /v1/webhook-endpoints", "events", Kind.List),
        new("POST /v1/webhook-endpoints", "description", Kind.Line),
        new("POST /v1/webhook-endpoints", "projectId", Kind.Exact),
        new("GET /v1/webhook-endpoints", "cursor", Kind.Exact, "e30"),
        new("GET /v1/webhook-endpoints", "limit", Kind.Number),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "url", Kind.Address),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "events", Kind.List),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "description", Kind.Line),
        new("PATCH /v1/webhook-endpoints/{webhookEndpointId}", "status", Kind.Exact),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "status", Kind.Exact, "pending"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "eventType", Kind.Exact, "content.approved"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "cursor", Kind.Exact, "e30"),
        new("GET /v1/webhook-endpoints/{webhookEndpointId}/deliveries", "limit", Kind.Number),
        new("GET /v1/api-keys", "status", Kind.Exact, "active"),
        new("GET /v1/api-keys", "cursor", Kind.Exact, "e30"),
        new("GET /v1/api-keys", "limit", Kind.Number),
    ];

    private enum Kind
    {
        /// <summary>Of one line, and not blank.</summary>
        Line,

        /// <summary>Of one line, or nothing.</summary>
        Sought,

        /// <summary>Any text, or none.</summary>
        Text,

        /// <summary>Any text that is not blank.</summary>
        Remark,

        /// <summary>The same, or nothing.</summary>
        RemarkOrNothing,

        Instant,
        Address,
        Number,
        MediaType,
        Metadata,

        /// <summary>A word of a list, an id, a duration, a cursor: as it is written, and with nothing around it.</summary>
        Exact,

        /// <summary>A list of such words.</summary>
        List,
    }

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
        return BadValuesOf(line.Kind, line.Valid).Where(Domain.Text.IsStorable).Concat(["\0", $"{line.Valid}\0"]).Distinct().Select(value =>
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
            foreach (var json in BadJsonOf(line.Kind, ValueIn(body, line.Field)))
            {
                var sent = BadInputFixture.Json(With(body, line.Field, json));
                yield return client => client.Call(endpoint.Method, endpoint.Path, sent);
            }
        }
    }

    private static IEnumerable<string> BadJsonOf(Kind kind, JsonNode valid) =>
        kind switch
        {
            Kind.Metadata => NoMetadata,
            Kind.List => BadValuesOf(Kind.Exact, (string)valid[0]!).Select(value => $"[{Quoted(value)}]"),
            _ => BadValuesOf(kind, valid is JsonValue ? (string)valid! : "").Select(Quoted),
        };

    private static string[] BadValuesOf(Kind kind, string valid) =>
        kind switch
        {
            Kind.Line => [.. NoText, .. NotOneLine, .. Blank],
            Kind.Sought => [.. NoText, .. NotOneLine],
            Kind.Text => NoText,
            Kind.Remark => [.. NoText, .. Blank, .. BlankLines],
            Kind.RemarkOrNothing => [.. NoText, .. Blank.Where(text => text.Length > 0), .. BlankLines],
            Kind.Instant => NoInstant,
            Kind.Address => [.. NoText, .. NotOneLine, .. Blank, .. NoAddress],
            Kind.Number => NoNumber,
            Kind.MediaType => [.. NoText, "image/jpeg\0", "image/jpeg\r\nX-A: b", "", " ", "image"],
            _ => [.. NoText, "", " ", $"{valid}\0", $" {valid}", $"{valid} ", $"{valid}\n", $"{valid}\0{valid}", $"{valid}\u200b"],
        };

    /// <summary>The path with its ids as the table has them, and without a query.</summary>
    private static string Route(string path) => Regex.Replace(path.Split('?')[0], @"\{\w+\}|[a-z]+_[0-9a-f-]{36}", "{}", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>With an escape for everything that is not ASCII, so that halves of a surrogate pair can be sent too.</summary>
    private static string Quoted(string text) => $"\"{string.Concat(text.Select(letter => letter is >= ' ' and < '\u007f' and not '"' and not '\\' ? letter.ToString() : $"\\u{(int)letter:x4}"))}\"";

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
    private sealed record Line(string Endpoint, string Field, Kind Kind, string Valid = "5")
    {
        /// <summary>One in which the field is taken, where the endpoint's usual one is not.</summary>
        public string? Body { get; init; }
    }
}
