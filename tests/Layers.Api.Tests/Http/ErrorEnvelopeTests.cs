using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

public sealed class ErrorEnvelopeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Endpoints => Endpoint.Names();

    public static TheoryData<string> EndpointsWithBody => Endpoint.Names(endpoint => endpoint.TakesBody);

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/nothing")]
    [InlineData("/v2/whoami")]
    [InlineData("/v1/projects/x/approval-policies")]
    public async Task Call_OfUnknownRoute_Returns404(string path)
    {
        var answer = await api.Client.GetJson(path);

        answer.ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "There is nothing at this address." }""");
        answer.ContentHeaders.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Call_WithMethodThatTheAddressDoesNotTake_Returns405WithAllow(string name)
    {
        var path = Endpoint.Named(name).Path(Guid.NewGuid().ToString());

        var answer = await api.Client.Call(HttpMethod.Put, path, content: null);

        answer.ShouldBeErrorJson(HttpStatusCode.MethodNotAllowed, """
            { "code": "METHOD_NOT_ALLOWED", "message": "This address does not take that method; see the Allow header." }
            """);
        answer.ContentHeaders.Allow.Should().Contain(Endpoint.Named(name).Method.Method).And.NotContain("PUT");
    }

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Call_WithMalformedJson_Returns400(string name)
    {
        var answer = await Endpoint.Named(name).CallWith(api.Client, Guid.NewGuid().ToString(), Endpoint.Json("""{ "name": "Acme" """));

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, """
            { "code": "VALIDATION", "message": "The body is not valid JSON, is nested too deeply, or holds a key twice." }
            """);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Call_WithMalformedEncoding_Returns400(string name)
    {
        var body = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await Endpoint.Named(name).CallWith(api.Client, Guid.NewGuid().ToString(), body);

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, """{ "code": "VALIDATION", "message": "The body is not valid UTF-8." }""");
    }

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Call_WithWrongMediaType_Returns415(string name)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/jsonp" })
        {
            var body = new StringContent("{}", Encoding.UTF8);
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

            var answer = await Endpoint.Named(name).CallWith(api.Client, Guid.NewGuid().ToString(), body);

            answer.ShouldBeErrorJson(HttpStatusCode.UnsupportedMediaType, """
                { "code": "UNSUPPORTED_MEDIA_TYPE", "message": "The body must be application/json in UTF-8." }
                """);
        }
    }

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Call_WithMoreThanTheAddressTakes_Returns413(string name)
    {
        var body = Endpoint.Json($$"""{ "name": "{{new string('x', 5_242_880)}}" }""");

        // The server does not wait for the rest of what it refuses.
        using var client = api.Server.Client(api.Given.Key.Text.Reveal(), EarlyAnswers.Handler());
        var answer = await Endpoint.Named(name).CallWith(client, Guid.NewGuid().ToString(), body);

        answer.ShouldBeErrorJson(HttpStatusCode.RequestEntityTooLarge, """
            { "code": "PAYLOAD_TOO_LARGE", "message": "The body is larger than this address takes." }
            """);
    }

    [Fact]
    public async Task Call_WithFaultsInSeveralFields_ListsThemAllAtOnce()
    {
        var answer = await api.Client.PostJson("/v1/projects", new { name = 7, timezone = "Mars/Olympus", customerExternalId = "", metadata = "none" });

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "name", "timezone", "customerExternalId", "metadata");
        ((string?)answer.Json["error"]!["message"]).Should().Be("name must be a string. (3 more in details.issues.)");
    }

    [Fact]
    public async Task Call_Always_CarriesARequestIdOfItsOwn()
    {
        Answer[] answers =
        [
            await api.Client.GetJson("/v1/whoami"),
            await api.Client.GetJson("/v1/whoami"),
            await api.Client.PostJson("/v1/projects", new { name = "Acme" }),
            await api.Client.PostJson("/v1/projects", new { name = "" }),
            await api.Client.GetJson("/nothing"),
            await api.Client.PutBytes("/v1/whoami", [], "image/png"),
        ];

        answers.Select(answer => (int)answer.Status).Should().Equal(200, 200, 201, 422, 404, 405);
        var ids = answers.Select(answer => answer.Header("X-Request-Id")).ToList();
        ids.Should().OnlyHaveUniqueItems();
        ids.Should().AllSatisfy(id => id.Should().MatchRegex("^req_[0-9A-HJKMNP-TV-Z]{26}$"));
    }

    [Fact]
    public async Task Call_WithRequestIdOfTheCallers_GetsOurs()
    {
        var answer = await api.Client.GetJson("/v1/whoami", ("X-Request-Id", "req_mine"));

        answer.Header("X-Request-Id").Should().NotContain("mine");
    }
}
