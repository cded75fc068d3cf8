using System.Buffers.Text;
using System.Net;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

[Collection(BadInputCollection.Name)]
public sealed class CursorTests(BadInputFixture api)
{
    private const string Text = "\"7894b1d5-2aa7-41f9-a859-280306ea5672\"";

    public static TheoryData<string> Damaged =>
    [
        "zul7", "*", "====", "a", "AAAA", "eyJ", Encode("{}"), Encode("[]"), Encode("null"), Encode("5"), Encode("\"zul7\""), Encode("zul7"), Encode(""),
        Encode(Cursor("null", "null")), Encode(Cursor("5", "5")), Encode(Cursor("{}", "[]")), Encode(Cursor("\"zul7\"", Text)),
        Encode(Cursor("\"2026-04-17T13:10:00Z\"", "\"zul7\"")), Encode(Cursor("\"2026-04-17\"", Text)), Encode(Cursor("\"0000-01-01T00:00:00Z\"", Text)),
        Encode("{ \"createdAt\": \"2026-04-17T13:10:00Z\" }"), Encode($"{{ \"id\": {Text} }}"), Encode(Cursor("\"2026-04-17T13:10:00Z\"", Text) + "zul7"),
        Encode(Cursor("\"\\ud800\"", Text)), Encode(Cursor("\"2026-04-17T13:10:00Z\"", "\"\\ud800\"")), Encode("{ \"\\ud800\": 1 }"), Encode("{ \"\\ud800sition\": 1 }"),
        Encode([.. "{ \"createdAt\": \""u8, 0xFF, .. "\", \"id\": \"\" }"u8]), Encode([.. "{ \""u8, 0xED, 0xA0, 0x80, .. "\": 1 }"u8]), Encode([0xFF, 0xFE]),
        Encode(new string('[', 100)), Encode(Cursor("\"2026-04-17T13:10:00Z\"", Text)) + "%00", new string('A', 257), new string('A', 4_000),
    ];

    private string[] Lists =>
    [
        "/v1/projects", $"/v1/projects/{api.Project}/content", $"/v1/projects/{api.Project}/scheduled-posts", $"/v1/projects/{api.Project}/social-accounts", "/v1/events", "/v1/audit-log",
        "/v1/webhook-endpoints", $"/v1/webhook-endpoints/{api.Webhook}/deliveries",
    ];

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task DamagedCursor_IsRefused_ByEveryList(string cursor)
    {
        foreach (var list in Lists)
        {
            var answer = await api.Refused(client => client.GetJson($"{list}?cursor={cursor}"));
            answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
        }
    }

    [Fact]
    public async Task Cursor_OfAnotherList_OpensNothingThatItsOwnListHides()
    {
        var stranger = await Given.Organization(api.Server);
        var project = await stranger.Project();
        var older = await stranger.Queued(project);
        await stranger.Queued(project);
        var first = await stranger.Client.GetJson($"/v1/projects/{project}/content?limit=1");
        var cursor = first.Text("nextCursor");

        var answer = await api.Client.GetJson($"/v1/projects/{api.Project}/content?cursor={cursor}");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Body.Should().NotContain(older).And.NotContain(project);
    }

    [Fact]
    public async Task Cursor_IsTheBase64UrlJsonOfThePublishedExample()
    {
        var cursor = Encode(Cursor("\"2026-04-17T13:10:00Z\"", Text));

        (await api.Client.GetJson($"/v1/projects/{api.Project}/content?cursor={cursor}")).Status.Should().Be(HttpStatusCode.OK);
    }

    private static string Cursor(string createdAt, string id) => $"{{\"createdAt\":{createdAt},\"id\":{id}}}";

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
