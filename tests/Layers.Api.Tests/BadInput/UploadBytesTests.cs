using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

/// <summary>Bytes that are not what was declared.</summary>
[Collection(BadInputCollection.Name)]
public sealed class UploadBytesTests(BadInputFixture api)
{
    private static readonly byte[] Picture = Given.Picture(64, 80);

    [Fact]
    public async Task MoreBytesThanDeclared_AreTooMany_HoweverTheyAreSent()
    {
        var (_, address) = await api.Given.StartedUpload(api.Project, Picture);
        byte[] more = [.. Picture, 0];

        (await Refused(address, new ByteArrayContent(more))).ShouldBeError(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        (await Refused(address, Chunked(more))).ShouldBeError(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task FewerBytesThanDeclared_AreTooFew_HoweverTheyAreSent()
    {
        var (_, address) = await api.Given.StartedUpload(api.Project, Picture);

        (await Refused(address, new ByteArrayContent(Picture[..^1]))).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
        (await Refused(address, Chunked(Picture[..^1]))).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
        (await Refused(address, new ByteArrayContent([]))).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/octet-stream")]
    [InlineData("zul7")]
    [InlineData(null)]
    public async Task BytesOfAnotherTypeThanDeclared_AreUnsupported(string? type)
    {
        var (_, address) = await api.Given.StartedUpload(api.Project, Picture);

        (await Refused(address, new ByteArrayContent(Picture), type)).ShouldBeError(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Address_ThatWasTamperedWith_LetsNobodyIn()
    {
        var (_, address) = await api.Given.StartedUpload(api.Project, Picture);
        string[] tampered =
        [
            address[..^1], address + "A", address + "&signature=A", address.Replace("/1?", "/2?"), address.Replace("/1?", "/0?"), address.Replace("/1?", "/-1?"),
            address.Replace("expires=", "expires=9"), address.Replace("key=", "key=%00"), address.Split('?')[0], address.Split('?')[0] + "?key=&expires=&signature=",
            address.Replace("signature=", "signature=%FF"), address.Replace("cnt_", "cnt_%20"),
        ];
        foreach (var other in tampered)
            (await Refused(other, new ByteArrayContent(Picture))).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");

        (await Refused(address.Replace("/1?", "/zul7?"), new ByteArrayContent(Picture))).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await Refused(address.Replace("/1?", "/99999999999?"), new ByteArrayContent(Picture))).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("image/png", "files[0]: The file is image/jpeg, declared as image/png. Start another upload that declares it as image/jpeg.")]
    [InlineData("video/mp4", "files[0]: The file is image/jpeg, declared as video/mp4. Start another upload that declares it as image/jpeg.")]
    public async Task FinalizingAPictureThatIsCalledSomethingElse_IsRefused(string type, string message)
    {
        var (id, address) = await api.Given.StartedUpload(api.Project, Picture, type, "a");
        (await api.Client.PutBytes(address, Picture, type)).Status.Should().Be(HttpStatusCode.NoContent);

        var answer = await api.Refused(client => client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "A" }));

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0]");
        ((string?)answer.Json["error"]!["message"]).Should().Be(message);
    }

    [Fact]
    public async Task FinalizingDamagedBytes_IsRefused()
    {
        var damaged = Picture[..40];
        var (id, address) = await api.Given.StartedUpload(api.Project, damaged);
        (await api.Client.PutBytes(address, damaged, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);

        var answer = await api.Refused(client => client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "A" }));

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0]");
    }

    private Task<Answer> Refused(string address, HttpContent content, string? type = "image/jpeg")
    {
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return api.Refused(client => client.Call(HttpMethod.Put, address, content));
    }

    private static StreamContent Chunked(byte[] bytes) => new(new UnknownLengthStream(bytes));
}
