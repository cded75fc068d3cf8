using System.Net;
using System.Net.Http.Headers;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

public sealed class MediaTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[] Bytes = Given.Picture();

    [Fact]
    public async Task Media_IsServedToAnybodyWithItsTypeAndNoSniffing()
    {
        using var answer = await Send(HttpMethod.Get, await Address());

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(Bytes);
        answer.Content.Headers.ContentType!.ToString().Should().Be("image/jpeg");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox");
        answer.Headers.AcceptRanges.Should().Equal("bytes");
        answer.Headers.CacheControl!.ToString().Should().Contain("immutable");
        answer.Headers.GetValues("X-Request-Id").Single().Should().StartWith("req_");
    }

    [Fact]
    public async Task Media_ByHead_HasTheHeadersAndNoBody()
    {
        using var answer = await Send(HttpMethod.Head, await Address());

        (answer.StatusCode, answer.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, Bytes.Length));
        answer.Content.Headers.ContentType!.ToString().Should().Be("image/jpeg");
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 99)]
    [InlineData(100, 100)]
    [InlineData(1_000, null)]
    [InlineData(null, 10)]
    public async Task Media_ByRange_IsServedInPart(int? from, int? to)
    {
        var (first, last) = from is null ? (Bytes.Length - to!.Value, Bytes.Length - 1) : (from.Value, to ?? Bytes.Length - 1);

        using var answer = await Send(HttpMethod.Get, await Address(), new RangeHeaderValue(from, to));

        answer.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentRange!.ToString().Should().Be($"bytes {first}-{last}/{Bytes.Length}");
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(Bytes[first..(last + 1)]);
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task Media_ByRangeBehindItsEnd_Returns416InTheEnvelope()
    {
        using var client = api.Server.Client();

        var answer = await client.GetJson(await Address(), ("Range", $"bytes={Bytes.Length}-"));

        answer.ShouldBeErrorJson(HttpStatusCode.RequestedRangeNotSatisfiable, """
            { "code": "VALIDATION", "message": "The range begins behind the end of the file." }
            """);
        answer.ContentHeaders.ContentRange!.ToString().Should().Be($"bytes */{Bytes.Length}");
        answer.Header("Cache-Control").Should().Be("no-store");
    }

    [Fact]
    public async Task Media_ThatIsNotThere_Returns404InTheEnvelope()
    {
        var path = new Uri(await Address()).AbsolutePath;
        using var client = api.Server.Client();
        string[] others =
        [
            "/media", "/media/", "/media/content-container", path + "x", path.Replace("upload-1", "upload-2"), path.Replace(".jpg", ".png"),
            path.ToUpperInvariant().Replace("/MEDIA/", "/media/"), path.Replace("/media/content", "/media//content"),
            path.Replace("content-container", "public-media/content-container"), path.Replace("content-container", "..%2fkept"),
            "/media/%2e%2e/%2e%2e/etc/passwd", "/media/..%2f..%2f..%2fetc%2fpasswd", "/media/%2fetc/passwd", "/media/a%5cb",
        ];

        foreach (var other in others)
            (await client.GetJson(other)).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Media_BeforeFinalize_IsNotServed()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), Bytes);
        await api.Client.PutBytes(address, Bytes, "image/jpeg");

        (await api.Client.GetJson($"/media/content-container/{id[4..]}/media/upload-1.jpg")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Media_IsReadOnly(string method)
    {
        var answer = await api.Client.Call(new HttpMethod(method), await Address(), content: null);

        answer.ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.ContentHeaders.Allow.Should().BeEquivalentTo("GET", "HEAD");
    }

    private async Task<string> Address() =>
        (string)(await api.Given.Container(await api.Given.Uploaded(await api.Given.Project())))["assets"]![0]!["url"]!;

    private async Task<HttpResponseMessage> Send(HttpMethod method, string address, RangeHeaderValue? range = null)
    {
        using var client = api.Server.Client();
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Range = range;
        return await client.SendAsync(request);
    }
}
