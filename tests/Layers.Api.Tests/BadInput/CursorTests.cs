using System.Buffers.Text;
using System.Net;
using System.Text;
using Layers.Api.Tests.Http;
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
        Encode("""{"createdAt":"2026-04-17T13:10:00Z","id":"7894b1d5-2aa7-41f9-a859-280306ea5672","list":"zul7","of":"7894b1d5-2aa7-41f9-a859-280306ea5672"}"""),
        Encode("""{"createdAt":"2026-04-17T13:10:00Z","id":"7894b1d5-2aa7-41f9-a859-280306ea5672","list":5,"of":"7894b1d5-2aa7-41f9-a859-280306ea5672"}"""),
        Encode("""{"createdAt":"2026-04-17T13:10:00Z","id":"7894b1d5-2aa7-41f9-a859-280306ea5672","list":"content"}"""),
        Encode("""{"position":1,"list":"zul7","of":"7894b1d5-2aa7-41f9-a859-280306ea5672"}"""),
        Encode("""{"createdAt":"2026-04-17T13:10:00Z\u0000+05:00","id":"7894b1d5-2aa7-41f9-a859-280306ea5672"}"""),
        Encode("""{"createdAt":"2026-04-17T24:00:00Z","id":"7894b1d5-2aa7-41f9-a859-280306ea5672"}"""),
        Encode("""{"createdAt":"2026-04-17T13:10:00Z","id":" 7894b1d5-2aa7-41f9-a859-280306ea5672 "}"""),
        Encode(new string('[', 100)), Encode(Cursor("\"2026-04-17T13:10:00Z\"", Text)) + "%00", new string('A', 513), new string('A', 4_000),
    ];

    private IEnumerable<string> Paths => ListEndpoints.All.Select(list => list.Path(list.Route.Contains("webhookEndpointId", StringComparison.Ordinal) ? api.Webhook : api.Project));

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task DamagedCursor_IsRefused_ByEveryList(string cursor)
    {
        foreach (var list in Paths)
        {
            var answer = await api.Refused(client => client.GetJson($"{list}?cursor={cursor}"));
            answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
        }
    }

    /// <summary>Each list takes its own cursors only: not those of other lists, nor of the same list of another project or organization.</summary>
    [Fact]
    public async Task Cursor_OfAnotherList_IsRefused_ByEveryList()
    {
        var (one, other) = (await Given.Organization(api.Server), await Given.Organization(api.Server));
        var (first, second) = (await FilledLists.Of(one, api.Server), await FilledLists.Of(other, api.Server));
        var pages = new Dictionary<string, string>();
        foreach (var path in first.Paths.Concat((await FilledLists.Of(one, api.Server)).Paths.Where(path => path.Contains("prj_", StringComparison.Ordinal) || path.Contains("whk_", StringComparison.Ordinal))))
            pages[path] = (await one.Client.GetJson($"{path}?limit=1")).Text("nextCursor");
        foreach (var path in second.Paths)
            pages[$"other {path}"] = (await other.Client.GetJson($"{path}?limit=1")).Text("nextCursor");

        foreach (var path in first.Paths)
        {
            (await one.Client.GetJson($"{path}?limit=1&cursor={pages[path]}")).Status.Should().Be(HttpStatusCode.OK, path);
            foreach (var (from, cursor) in pages.Where(page => page.Key != path))
            {
                var answer = await one.Client.GetJson($"{path}?limit=1&cursor={cursor}");
                answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity, $"{path} does not take the cursor of {from}");
                answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
            }
        }

        first.Paths.Should().HaveSameCount(ListEndpoints.All);
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
