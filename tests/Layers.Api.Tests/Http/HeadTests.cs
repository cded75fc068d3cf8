using System.Net;
using Layers.Api.Tests.OpenApi;
using Layers.Testing;
using NodaTime;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.Http;

/// <summary>HEAD is GET without its body.</summary>
public sealed class HeadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>They differ from one answer to the next, or say how a body is sent.</summary>
    private static readonly string[] OfOneAnswer = ["X-Request-Id", "Date", "Transfer-Encoding", "Content-Length"];

    public static TheoryData<string> Readable => Endpoint.Names(endpoint => !endpoint.Changes);

    public static TheoryData<string> Writing => Endpoint.Names(endpoint => endpoint.Changes && !Endpoint.All.Any(other => !other.Changes && other.Route == endpoint.Route));

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Head_OfWhatIsThere_AnswersLikeGetWithoutABody(string name)
    {
        var operation = (await DocumentedApi.Shared).Operations.Single(operation => operation.ToString() == name);
        var scene = await OperationScene.For(operation, api.Given);

        var (get, head) = (await scene.SendBy(HttpMethod.Get), await scene.SendBy(HttpMethod.Head));

        get.Status.Should().Be(HttpStatusCode.OK, get.Body);
        ShouldBeLike(head, get);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Head_Refused_AnswersLikeGetWithoutABody(string name)
    {
        using var nobody = api.Server.Client();
        var path = Endpoint.Named(name).Path(Guid.NewGuid().ToString());

        ShouldBeLike(await nobody.Call(HttpMethod.Head, path, content: null), await nobody.GetJson(path));
        ShouldBeLike(await api.Client.Call(HttpMethod.Head, path, content: null), await api.Client.GetJson(path));
    }

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task Head_WhereGetIsNot_IsNotAllowed(string name)
    {
        var answer = await api.Client.Call(HttpMethod.Head, Endpoint.Named(name).Path(Guid.NewGuid().ToString()), content: null);

        (answer.Status, answer.Body).Should().Be((HttpStatusCode.MethodNotAllowed, ""));
        answer.ContentHeaders.Allow.Should().NotContain("HEAD");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/swagger-ui.css")]
    [InlineData("/docs/nothing")]
    [InlineData("/nothing")]
    public async Task Head_OutsideOfTheApi_AnswersLikeGetWithoutABody(string path)
    {
        using var nobody = api.Server.Client();
        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Status == HttpStatusCode.OK, "the server is ready");

        ShouldBeLike(await nobody.Call(HttpMethod.Head, path, content: null), await nobody.GetJson(path));
    }

    [Fact]
    public async Task Head_OfTheDocument_ByItsTag_Returns304()
    {
        var tag = (await api.Client.GetJson("/openapi/v1.json")).Header("ETag")!;

        (await api.Client.Call(HttpMethod.Head, "/openapi/v1.json", content: null, ("If-None-Match", tag))).Status.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Head_OfAContainerThatTheCallerHas_Returns304()
    {
        var project = await api.Given.GatedProject();
        api.Clock.Advance(Duration.FromMinutes(3));
        var id = await api.Given.Pending(project);

        var answer = await api.Client.Call(HttpMethod.Head, $"/v1/content/{id}", content: null, ("If-None-Match", "\"2\""));

        (answer.Status, answer.Header("ETag")).Should().Be((HttpStatusCode.NotModified, "\"2\""));
    }

    [Fact]
    public async Task Head_OfEvents_SaysWhichWaitWasGranted()
    {
        var answer = await api.Client.Call(HttpMethod.Head, "/v1/events", content: null, ("Prefer", "wait=0"));

        (answer.Status, answer.Header("Preference-Applied")).Should().Be((HttpStatusCode.OK, "wait=0"));
    }

    [Fact]
    public async Task Head_OfAnExport_SaysItsType()
    {
        await api.Given.Project();

        var answer = await api.Client.Call(HttpMethod.Head, "/v1/audit-log", content: null, ("Accept", "application/x-ndjson"));

        (answer.Status, answer.Body).Should().Be((HttpStatusCode.OK, ""));
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("application/x-ndjson");
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/index.html")]
    public async Task DocsPage_TakesNothingButGetAndHead(string path)
    {
        var answer = await api.Client.PostJson(path, new { });

        answer.ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.ContentHeaders.Allow.Should().BeEquivalentTo("GET", "HEAD");
    }

    private static void ShouldBeLike(Answer head, Answer get)
    {
        head.Body.Should().BeEmpty();
        head.Status.Should().Be(get.Status);
        HeadersOf(head).Should().BeEquivalentTo(HeadersOf(get));
    }

    private static IEnumerable<string> HeadersOf(Answer answer) =>
        answer.Headers.Concat(answer.ContentHeaders)
            .Where(header => !OfOneAnswer.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
}
