using System.Net;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

/// <summary>What a body may be called, and what may stand in front of it.</summary>
public sealed class JsonBodyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[] Body = [.. """{ "name": "Acme Tea" }"""u8];

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=UTF-8")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("application/json ;charset=UTF8;")]
    [InlineData("application/json; profile=x")]
    public async Task Body_OfJsonInUtf8_IsTaken(string contentType)
    {
        (await Send(HttpMethod.Post, "/v1/projects", Body, contentType)).Status.Should().Be(HttpStatusCode.Created);
        (await Send(HttpMethod.Patch, $"/v1/projects/{await api.Given.Project()}", Body, contentType)).Text("name").Should().Be("Acme Tea");
    }

    [Theory]
    [InlineData("application/merge-patch+json")]
    [InlineData("Application/Merge-Patch+JSON; charset=utf8")]
    public async Task MergePatch_IsTakenByPatchOnly(string contentType)
    {
        (await Send(HttpMethod.Patch, $"/v1/projects/{await api.Given.Project()}", Body, contentType)).Text("name").Should().Be("Acme Tea");
        (await Send(HttpMethod.Post, "/v1/projects", Body, contentType)).ShouldBeError(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Patch_OfAnotherType_IsToldWhatItTakes()
    {
        var answer = await Send(HttpMethod.Patch, $"/v1/projects/{await api.Given.Project()}", Body, "application/json-patch+json");

        answer.ShouldBeError(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        answer.Header("Accept-Patch").Should().Be("application/json, application/merge-patch+json");
    }

    [Fact]
    public async Task ByteOrderMark_BeforeTheBody_IsPassedOver()
    {
        var answer = await Send(HttpMethod.Post, "/v1/projects", [.. Encoding.UTF8.Preamble, .. Body], "application/json");

        answer.Text("name").Should().Be("Acme Tea");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task Body_WithContentEncoding_Returns415AndSaysWhatIsTaken(string coding)
    {
        var project = await api.Given.Project();
        var before = await api.Given.Audit();
        var (_, upload) = await api.Given.StartedUpload(project, Body, "image/png", "a.png");
        Answer[] answers =
        [
            await Send(HttpMethod.Post, "/v1/projects", Body, "application/json", coding),
            await Send(HttpMethod.Patch, $"/v1/projects/{project}", Body, "application/json", coding),
            await Send(HttpMethod.Delete, $"/v1/projects/{project}", Body, "application/json", coding),
            await Send(HttpMethod.Put, upload, Body, "image/png", coding),
        ];

        foreach (var answer in answers)
        {
            answer.ShouldBeErrorJson(HttpStatusCode.UnsupportedMediaType, """
                { "code": "UNSUPPORTED_MEDIA_TYPE", "message": "The body must not be encoded: send it without Content-Encoding." }
                """);
            answer.Header("Accept-Encoding").Should().Be("identity");
        }

        (await api.Given.Audit()).Should().HaveCount(before.Count + 1, "only the upload was started");
    }

    [Fact]
    public async Task Body_ThatSaysItIsNotEncoded_IsTaken() =>
        (await Send(HttpMethod.Post, "/v1/projects", Body, "application/json", "Identity")).Status.Should().Be(HttpStatusCode.Created);

    private async Task<Answer> Send(HttpMethod method, string path, byte[] body, string contentType, string? coding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (coding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await api.Client.Call(method, path, content);
    }
}
