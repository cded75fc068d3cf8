using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Uploads;

/// <summary>What a browser asks before, and reads after, a page sends a file.</summary>
public sealed class UploadCorsTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    private const string Page = "https://app.acme.example";

    [Fact]
    public async Task Preflight_OfAnUploadAddress_LetsAnyPageSend()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        var answer = await Preflight(api.Server, addresses[0], Page);

        (answer.Status, answer.Body).Should().Be((HttpStatusCode.NoContent, ""));
        answer.Header("Access-Control-Allow-Origin").Should().Be("*");
        answer.Header("Access-Control-Allow-Methods").Should().Be("PUT");
        answer.Header("Access-Control-Allow-Headers").Should().Contain("content-type");
        answer.Header("Access-Control-Max-Age").Should().Be("7200");
        answer.Header("Access-Control-Allow-Credentials").Should().BeNull();
    }

    [Fact]
    public async Task Put_FromAPage_CanBeReadThere()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        var answer = await Put(api.Server, addresses[0], UploadFixture.Jpeg, Page);

        answer.Status.Should().Be(HttpStatusCode.NoContent);
        answer.Header("Access-Control-Allow-Origin").Should().Be("*");
        answer.Header("Access-Control-Expose-Headers").Should().Contain("X-Request-Id");
    }

    [Fact]
    public async Task Put_Refused_CanBeReadByThePageToo()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);
        Answer[] refused =
        [
            await Put(api.Server, addresses[0] + "x", UploadFixture.Jpeg, Page),
            await Put(api.Server, addresses[0], UploadFixture.Jpeg with { Type = "image/png" }, Page),
            await Put(api.Server, addresses[0], UploadFixture.Jpeg with { Bytes = [.. UploadFixture.Jpeg.Bytes, 0] }, Page),
            await Put(api.Server, addresses[0], UploadFixture.Jpeg with { Bytes = [] }, Page),
        ];

        refused.Select(answer => (int)answer.Status).Should().Equal(401, 415, 413, 422);
        refused.Should().AllSatisfy(answer => answer.Header("Access-Control-Allow-Origin").Should().Be("*"));
    }

    [Fact]
    public async Task Origins_ThatAreSet_AreTheOnlyOnes()
    {
        await using var server = await ServerFor($"https://other.example, {Page}");
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        var allowed = await Preflight(server, addresses[0], Page);
        var refused = await Preflight(server, addresses[0], "https://evil.example");
        var sent = await Put(server, addresses[0], UploadFixture.Jpeg with { Bytes = [] }, Page);

        (allowed.Header("Access-Control-Allow-Origin"), allowed.Header("Vary")).Should().Be((Page, "Origin"));
        refused.Header("Access-Control-Allow-Origin").Should().BeNull();
        (sent.Header("Access-Control-Allow-Origin"), sent.Header("Vary")).Should().Be((Page, "Origin"));
    }

    [Fact]
    public async Task Origins_None_LetNoPageSend()
    {
        await using var server = await ServerFor("none");
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        (await Preflight(server, addresses[0], Page)).Header("Access-Control-Allow-Origin").Should().BeNull();
    }

    [Theory]
    [InlineData("/v1/whoami")]
    [InlineData("/v1/projects")]
    [InlineData("/health/live")]
    public async Task Preflight_OfAnythingElse_IsNotAllowed(string path)
    {
        var answer = await Preflight(api.Server, path, Page);

        answer.ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.Header("Access-Control-Allow-Origin").Should().BeNull();
    }

    [Fact]
    public async Task Options_ThatIsNoPreflight_IsNotAllowed()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        var answer = await api.Client.Call(HttpMethod.Options, addresses[0], content: null);

        answer.ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.ContentHeaders.Allow.Should().Equal("PUT");
    }

    private Task<ApiServer> ServerFor(string origins) =>
        ApiServer.Start(new Dictionary<string, string?> { ["Layers:Uploads:Origins"] = origins }, api.Server.Database, api.Clock);

    private static async Task<Answer> Preflight(ApiServer server, string address, string origin)
    {
        using var page = server.Client();
        return await page.Call(
            HttpMethod.Options,
            PathOf(address),
            content: null,
            ("Origin", origin),
            ("Access-Control-Request-Method", "PUT"),
            ("Access-Control-Request-Headers", "content-type"));
    }

    private static async Task<Answer> Put(ApiServer server, string address, Sample file, string origin)
    {
        using var page = server.Client();
        var content = new ByteArrayContent(file.Bytes) { Headers = { { "Content-Type", file.Type } } };
        return await page.Call(HttpMethod.Put, PathOf(address), content, ("Origin", origin));
    }

    private static string PathOf(string address) => address.StartsWith('/') ? address : new Uri(address).PathAndQuery;
}
