using System.Net;
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

        using var answer = await Send(HttpMethod.Get, await Address(), ("Range", $"bytes={from}-{to}"));

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
    public async Task Media_HasAStrongTagAndItsTime_TheSameOnEveryNode()
    {
        var address = await Address();
        await using var elsewhere = await ApiServer.Start(
            new Dictionary<string, string?> { ["Layers:Media:Folder"] = api.Server.MediaFolder }, api.Server.Database);
        using var nobody = elsewhere.Client();

        using var here = await Send(HttpMethod.Get, address);
        using var there = await nobody.GetAsync(new Uri(address).PathAndQuery);

        here.Headers.ETag!.IsWeak.Should().BeFalse();
        here.Content.Headers.LastModified.Should().NotBeNull();
        (there.Headers.ETag, there.Content.Headers.LastModified).Should().Be((here.Headers.ETag, here.Content.Headers.LastModified));
        using var other = await Send(HttpMethod.Get, await Address());
        other.Headers.ETag.Should().NotBe(here.Headers.ETag);
    }

    [Fact]
    public async Task Media_ThatWasWrittenByAFastClock_IsNotNewerThanTheAnswer()
    {
        var id = await api.Given.Uploaded(await api.Given.Project());
        var file = Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories).Single(file => file.Contains(id[4..], StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(1));

        using var answer = await Send(HttpMethod.Get, (string)(await api.Given.Container(id))["assets"]![0]!["url"]!);

        answer.Content.Headers.LastModified.Should().BeOnOrBefore(answer.Headers.Date!.Value);
    }

    [Theory]
    [InlineData("If-None-Match", "$", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "W/$", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "\"x\", $", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "*", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "\"x\"", HttpStatusCode.OK)]
    [InlineData("If-Modified-Since", "@", HttpStatusCode.NotModified)]
    [InlineData("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT", HttpStatusCode.OK)]
    [InlineData("If-Modified-Since", "yesterday", HttpStatusCode.OK)]
    [InlineData("If-Match", "$", HttpStatusCode.OK)]
    [InlineData("If-Match", "*", HttpStatusCode.OK)]
    [InlineData("If-Match", "\"x\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Unmodified-Since", "@", HttpStatusCode.OK)]
    [InlineData("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT", HttpStatusCode.PreconditionFailed)]
    public async Task Media_UnderACondition_IsServedWhenItHolds(string header, string value, HttpStatusCode status)
    {
        var address = await Address();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await Send(method, address, (header, await Filled(value, address)));

            answer.StatusCode.Should().Be(status);
            if (status != HttpStatusCode.PreconditionFailed)
                answer.Headers.ETag.Should().NotBeNull();
        }
    }

    [Fact]
    public async Task Media_ThatDoesNotMeetTheCondition_Returns412InTheEnvelope()
    {
        using var client = api.Server.Client();

        (await client.GetJson(await Address(), ("If-Match", "\"x\""))).ShouldBeErrorJson(HttpStatusCode.PreconditionFailed, """
            { "code": "REVISION_MISMATCH", "message": "The file does not meet the request's conditions." }
            """);
    }

    [Theory]
    [InlineData("$", true)]
    [InlineData("@", true)]
    [InlineData("W/$", false)]
    [InlineData("\"x\"", false)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", false)]
    [InlineData("garbage", false)]
    public async Task Media_ByRangeOfWhatTheCallerHas_IsServedInPartOnlyWhenItIsThat(string condition, bool isPart)
    {
        var address = await Address();

        using var answer = await Send(HttpMethod.Get, address, ("Range", "bytes=0-9"), ("If-Range", await Filled(condition, address)));

        (answer.StatusCode, answer.Content.Headers.ContentLength).Should().Be(isPart ? (HttpStatusCode.PartialContent, 10) : (HttpStatusCode.OK, Bytes.Length));
    }

    [Theory]
    [InlineData("items=0-1")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes")]
    [InlineData("garbage")]
    public async Task Media_ByWhatIsNoRangeOfBytes_IsServedWhole(string range)
    {
        using var answer = await Send(HttpMethod.Get, await Address(), ("Range", range));

        (answer.StatusCode, answer.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, Bytes.Length));
    }

    [Theory]
    [InlineData("bytes=0-9")]
    [InlineData("bytes=999999999-")]
    public async Task Media_ByHeadWithARange_SaysTheWhole(string range)
    {
        using var answer = await Send(HttpMethod.Head, await Address(), ("Range", range));

        (answer.StatusCode, answer.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, Bytes.Length));
        answer.Headers.AcceptRanges.Should().Equal("bytes");
        answer.Content.Headers.ContentRange.Should().BeNull();
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

    /// <summary>With the file's tag in the place of <c>$</c>, and its time in that of <c>@</c>.</summary>
    private async Task<string> Filled(string value, string address)
    {
        using var file = await Send(HttpMethod.Head, address);
        return value.Replace("$", file.Headers.ETag!.ToString()).Replace("@", file.Content.Headers.LastModified!.Value.ToString("R"));
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var client = api.Server.Client();
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }
}
