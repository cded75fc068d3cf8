using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

/// <summary>What is no JSON, no UTF-8 or ambiguous is refused before anybody looks for fields.</summary>
[Collection(BadInputCollection.Name)]
public sealed class MalformedBodyTests(BadInputFixture api)
{
    public static TheoryData<string> Endpoints => BodyEndpoint.AsTheory;

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task DuplicateKeys_AreMalformed_WhereverTheyStand(string endpoint)
    {
        var valid = api[endpoint].ValidBody;
        await ShouldBeMalformed(
            endpoint,
            $"{valid[..^1]}, {valid[1..]}",
            api[endpoint].With("\"zul7\": 1, \"zul7\": 1"),
            api[endpoint].With("\"zul7\": 1, \"\\u007aul7\": 1"),
            api[endpoint].With("\"zul7\": [{ \"a\": { \"b\": 1, \"b\": 2 } }]"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nesting_DeeperThan64_IsMalformed(string endpoint)
    {
        await ShouldBeMalformed(
            endpoint,
            api[endpoint].With($"\"zul7\": {Nested(64)}"),
            api[endpoint].With($"\"zul7\": {Nested(30_000)}"),
            Nested(30_000),
            new string('[', 60_000),
            string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));
    }

    [Fact]
    public async Task Nesting_AsDeepAsTheLargestBodyAllows_IsMalformed() =>
        await ShouldBeMalformed(BodyEndpoint.Schedule, Nested(1_000_000), new string('[', 2_000_000), string.Concat(Enumerable.Repeat("{\"a\":", 400_000)));

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Text_ThatIsNoJson_IsMalformed(string endpoint)
    {
        var valid = api[endpoint].ValidBody;
        string[] bodies =
        [
            " ", "{", "}", "zul7", "{]", "{ \"zul7\" }", "{ zul7: 1 }", "{ 'zul7': 1 }", valid + " zul7", valid + valid, valid + ",", valid[..^1],
            valid[..^1] + ", }", valid + " // zul7", "/* zul7 */ " + valid,
            api[endpoint].With("\"zul7\": NaN"), api[endpoint].With("\"zul7\": Infinity"), api[endpoint].With("\"zul7\": 01"),
            api[endpoint].With("\"zul7\": +1"), api[endpoint].With("\"zul7\": 0x10"), api[endpoint].With("\"zul7\": .5"), api[endpoint].With("\"zul7\": 1."),
            api[endpoint].With("\"zul7\": \"\\x41\""), api[endpoint].With("\"zul7\": \"\\u12\""), api[endpoint].With("\"zul7\": \"a\nb\""),
            api[endpoint].With("\"zul7\": \"a\0b\""), api[endpoint].With("\"zul7\": True"), "\0", valid + "\0",
        ];
        await ShouldBeMalformed(endpoint, bodies);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Bytes_ThatAreNoUtf8_AreMalformed(string endpoint)
    {
        byte[][] sequences = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80]];
        Encoding[] encodings = [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        var valid = api[endpoint].ValidBody;
        await ShouldBeMalformed(
            endpoint,
            [
                .. sequences.Select(sequence => (byte[])[.. "{ \"zul7\": \""u8, .. sequence, .. "\" }"u8]),
                .. encodings.Select(encoding => encoding.GetBytes(valid)),
                .. encodings.Select(encoding => (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(valid)]),
                [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(valid)],
                [.. Encoding.UTF8.GetBytes(valid), .. Encoding.UTF8.Preamble],
            ]);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task KeyWithAnUnpairedSurrogate_IsMalformed(string endpoint)
    {
        await ShouldBeMalformed(endpoint, api[endpoint].With("\"\\ud800\": 1"), api[endpoint].With("\"zul7\": { \"\\udc00\": 1 }"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task MediaType_OtherThanJsonInUtf8_IsUnsupported(string endpoint)
    {
        string?[] types =
        [
            null, "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp",
            "application/json; charset=latin1", "application/json; charset=utf-16", "application/json; charset=\"\"", "application/json, application/json", "*/*",
            "zul7", "", "application/vnd.zul7+json", "application/json-patch+json", "application/merge-patch+json; charset=utf-16",
        ];
        foreach (var answer in await api.RefusedAll(endpoint, types.Select(type => OfType(type, api[endpoint].ValidBody))))
            answer.ShouldBeError(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task BodyOverFiveMegabytes_IsTooLarge(string endpoint)
    {
        var body = Encoding.UTF8.GetBytes(api[endpoint].With($"\"zul7\": \"{new string('a', 5_242_880)}\""));

        // The server does not wait for the rest of what it refuses.
        using var client = api.Server.Client(api.Given.Key.Text.Reveal(), EarlyAnswers.Handler());
        foreach (var content in new HttpContent[] { Bytes(body), Chunked(body) })
        {
            var answer = await api.Refused(_ => client.Call(api[endpoint].Method, api[endpoint].Path, content));
            answer.ShouldBeError(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        }
    }

    private Task ShouldBeMalformed(string endpoint, params string[] bodies) => ShouldBeMalformed(endpoint, bodies.Select(Encoding.UTF8.GetBytes));

    private async Task ShouldBeMalformed(string endpoint, IEnumerable<byte[]> bodies)
    {
        foreach (var answer in await api.RefusedAll(endpoint, bodies.Select(Bytes)))
            answer.ShouldBeError(HttpStatusCode.BadRequest, "VALIDATION")["details"].Should().BeNull();
    }

    private static ByteArrayContent OfType(string? type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static ByteArrayContent Bytes(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static StreamContent Chunked(byte[] body) =>
        new(new UnknownLengthStream(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
