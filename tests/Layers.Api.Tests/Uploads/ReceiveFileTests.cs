using System.Net;
using Layers.Testing;
using Layers.Testing.Media;

namespace Layers.Api.Tests.Uploads;

public sealed class ReceiveFileTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    [Fact]
    public async Task Put_OfJustTheDeclaredBytes_Returns204_HoweverTheyCome()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        foreach (var answer in new[] { await api.Put(addresses[0], UploadFixture.Jpeg), await api.PutChunked(addresses[0], UploadFixture.Jpeg) })
        {
            (answer.Status, answer.Body).Should().Be((HttpStatusCode.NoContent, ""));
            answer.Header("X-Request-Id").Should().StartWith("req_");
        }
    }

    [Fact]
    public async Task Put_Again_ReplacesTheBytesUntilFinalize()
    {
        var first = new Sample("a.png", "image/png", Images.PngWith("tEXt", [.. "Comment\0first"u8]));
        var other = first with { Bytes = Images.PngWith("tEXt", [.. "Comment\0other"u8]) };
        other.Bytes.Should().HaveSameCount(first.Bytes).And.NotEqual(first.Bytes);
        var (id, addresses) = await api.Started(first);

        await api.Put(addresses[0], first);
        await api.Put(addresses[0], other);
        var finished = await api.Complete(id);

        using var nobody = api.Server.Client();
        (await nobody.GetByteArrayAsync((string)finished.Json["assets"]![0]!["url"]!)).Should().Equal(other.Bytes);
    }

    [Theory]
    [InlineData("image/jpg", "image/jpeg")]
    [InlineData("image/jpeg", "image/jpg")]
    [InlineData("image/pjpeg", "image/jpeg")]
    [InlineData("image/jpeg; charset=utf-8", "IMAGE/JPEG;q=1")]
    public async Task Put_OfTheSameTypeInAnotherSpelling_Returns204(string declared, string sent)
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg with { Type = declared });

        (await api.Put(addresses[0], UploadFixture.Jpeg with { Type = sent })).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Put_OfAllBytesAsARange_IsTheWholeFile()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        var length = UploadFixture.Jpeg.Bytes.Length;
        var content = new ByteArrayContent(UploadFixture.Jpeg.Bytes) { Headers = { { "Content-Type", "image/jpeg" } } };
        content.Headers.TryAddWithoutValidation("Content-Range", $"bytes 0-{length - 1}/{length}");

        (await api.Client.Call(HttpMethod.Put, addresses[0], content)).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("bytes 0-9/10")]
    [InlineData("bytes 0-9/20")]
    [InlineData("bytes 10-19/*")]
    [InlineData("garbage")]
    public async Task Put_OfAPart_Returns400AndLeavesNothing(string range)
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        var before = await api.Traces();
        var content = new ByteArrayContent(UploadFixture.Jpeg.Bytes) { Headers = { { "Content-Type", "image/jpeg" } } };
        content.Headers.TryAddWithoutValidation("Content-Range", range);

        var answer = await api.Client.Call(HttpMethod.Put, addresses[0], content);

        answer.ShouldBeErrorJson(HttpStatusCode.BadRequest, """
            { "code": "VALIDATION", "message": "This address takes whole files only, and Content-Range says that this is a part of one." }
            """);
        (await api.Traces()).Should().Be(before);
        (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "UPLOAD_INCOMPLETE");
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("video/mp4")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Put_WithAnotherContentType_Returns415AndLeavesNothing(string type) =>
        await ShouldBeRefused(UploadFixture.Jpeg with { Type = type }, HttpStatusCode.UnsupportedMediaType, """
            { "code": "UNSUPPORTED_MEDIA_TYPE", "message": "This file was declared as image/jpeg, and Content-Type must say so." }
            """);

    [Fact]
    public async Task Put_OfMoreBytes_Returns413AndLeavesNothing()
    {
        var size = UploadFixture.Jpeg.Bytes.Length;
        var more = UploadFixture.Jpeg with { Bytes = [.. UploadFixture.Jpeg.Bytes, 0] };

        await ShouldBeRefused(more, HttpStatusCode.RequestEntityTooLarge, $$"""
            { "code": "PAYLOAD_TOO_LARGE", "message": "This file was declared as {{size}} bytes, and more were sent." }
            """);
        await ShouldBeRefused(more, HttpStatusCode.RequestEntityTooLarge, $$"""
            { "code": "PAYLOAD_TOO_LARGE", "message": "The file was declared with {{size}} bytes, and more came." }
            """, chunked: true);
    }

    [Fact]
    public async Task Put_OfFewerBytes_Returns422AndLeavesNothing()
    {
        var size = UploadFixture.Jpeg.Bytes.Length;
        var fewer = UploadFixture.Jpeg with { Bytes = UploadFixture.Jpeg.Bytes[..^1] };

        await ShouldBeRefused(fewer, HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "This file was declared as {{size}} bytes, and {{size - 1}} were sent." }
            """);
        await ShouldBeRefused(fewer, HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "The file was declared with {{size}} bytes, and {{size - 1}} came." }
            """, chunked: true);
        (await api.Put((await api.Started(UploadFixture.Jpeg)).Addresses[0], UploadFixture.Jpeg with { Bytes = [] }))
            .ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
    }

    [Fact]
    public async Task Put_Refused_KeepsTheBytesThatCameBefore()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        await api.Put(addresses[0], UploadFixture.Jpeg);

        await api.PutChunked(addresses[0], UploadFixture.Jpeg with { Bytes = new byte[UploadFixture.Jpeg.Bytes.Length + 1] });

        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Put_AfterFinalize_Returns409AndLeavesTheMediaAlone()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        await api.Put(addresses[0], UploadFixture.Jpeg);
        var url = (string)(await api.Complete(id)).Json["assets"]![0]!["url"]!;
        var before = await api.Traces();

        var answer = await api.Put(addresses[0], UploadFixture.Jpeg with { Bytes = new byte[UploadFixture.Jpeg.Bytes.Length] });

        answer.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container is already completed.", "details": { "status": "completed" } }
            """);
        (await api.Traces()).Should().Be(before);
        using var nobody = api.Server.Client();
        (await nobody.GetByteArrayAsync(url)).Should().Equal(UploadFixture.Jpeg.Bytes);
    }

    [Fact]
    public async Task Put_WritesOneAuditRowInTheNameOfTheKeyThatAsked()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);

        var answer = await api.Put(addresses[0], UploadFixture.Jpeg);

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ApiKey).Should().Be(("content.file_received", api.Given.Actor, api.Given.Key.Key.Id.Value));
        row.ShouldHaveData($$"""{ "containerId": "{{id}}", "file": 1, "sizeBytes": {{UploadFixture.Jpeg.Bytes.Length}} }""");
    }

    private async Task ShouldBeRefused(Sample file, HttpStatusCode status, string error, bool chunked = false)
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        var before = await api.Traces();

        var answer = chunked ? await api.PutChunked(addresses[0], file) : await api.Put(addresses[0], file);

        answer.ShouldBeErrorJson(status, error);
        (await api.Traces()).Should().Be(before);
        (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "UPLOAD_INCOMPLETE");
    }
}
