using System.Net;
using System.Text.Json.Nodes;
using Layers.Application.Audit;
using Layers.Testing;

namespace Layers.Api.Tests.Audit;

/// <summary>What tests of the audit log say again and again.</summary>
internal static class AuditCalls
{
    public const string Ndjson = "application/x-ndjson";

    private const string InsertRows =
        """
        with written as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data)
          select $1, gen_random_uuid(), 'test.happened', '2026-01-01'::timestamptz + n / 3 * interval '1 ms', 'req_' || n, 'system:test', 'system', '{ "n": 1.0 }'
          from generate_series(1, $2) n
          returning event_id, sequence
        )
        insert into audit_seals (organization_id, event_id, sequence) select $1, event_id, sequence from written
        """;

    /// <summary>Many rows at once, three in each millisecond, as if that many requests had written them.</summary>
    public static Task Write(this ApiServer server, Given given, int rows) => server.Database.Run(InsertRows, given.OrganizationId.Value, rows);

    public static async Task SealAll(this ApiServer server)
    {
        while (await server.Send(new SealAuditLog()) > 0)
        {
        }
    }

    /// <summary>An organization with six sealed rows.</summary>
    public static async Task<Given> Sealed(this ApiServer server)
    {
        var given = await Given.Organization(server);
        await server.Write(given, rows: 5);
        await server.SealAll();
        return given;
    }

    public static async Task<IReadOnlyList<string>> Export(this Given given, string query = "")
    {
        var answer = await given.Client.GetJson($"/v1/audit-log{query}", ("Accept", Ndjson));
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        answer.ContentHeaders.ContentType!.ToString().Should().Be(Ndjson);
        (answer.Body.Length == 0 || answer.Body.EndsWith('\n')).Should().BeTrue("every line is ended");
        return answer.Body.Split('\n')[..^1];
    }

    public static async Task<JsonArray> List(this Given given, string query = "")
    {
        var answer = await given.Client.GetJson($"/v1/audit-log{query}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return answer.Json["items"]!.AsArray();
    }

    public static async Task<JsonNode> Verify(this Given given, string query = "")
    {
        var answer = await given.Client.GetJson($"/v1/audit-log/verify{query}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    public static async Task ShouldBeBroken(this Given given, int? position, string? eventId, string reason, string query = "")
    {
        var verdict = await given.Verify(query);
        ((bool?)verdict["intact"]).Should().BeFalse();
        verdict["firstBroken"]!.AsObject().Select(pair => pair.Key).Should().Equal("position", "eventId", "reason");
        ((int?)verdict["firstBroken"]!["position"], (string?)verdict["firstBroken"]!["eventId"], (string?)verdict["firstBroken"]!["reason"])
            .Should().Be((position, eventId, reason));
    }

    public static IEnumerable<string> Types(this JsonArray items) => items.Select(item => (string)item!["eventType"]!);
}
