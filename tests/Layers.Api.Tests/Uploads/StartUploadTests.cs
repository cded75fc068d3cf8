using System.Net;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;

namespace Layers.Api.Tests.Uploads;

public sealed class StartUploadTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    [Fact]
    public async Task Start_PerFile_MakesAContainerForEachFile()
    {
        var project = await api.Given.Project();

        var answer = await api.Start(project, "per-file", UploadFixture.Jpeg, UploadFixture.Video);

        var (one, two) = (answer.Json["containers"]![0]!, answer.Json["containers"]![1]!);
        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            {
              "containers": [
                { "id": "{{one["id"]}}", "files": [{{FileOf("latte.jpg", "image/jpeg", one["files"]![0]!)}}] },
                { "id": "{{two["id"]}}", "files": [{{FileOf("opening.mp4", "video/mp4", two["files"]![0]!)}}] }
              ]
            }
            """);
        ((string?)one["files"]![0]!["uploadUrl"]).Should().MatchRegex(AddressOf((string)one["id"]!, 1));
        ((string?)two["files"]![0]!["uploadUrl"]).Should().MatchRegex(AddressOf((string)two["id"]!, 1));
    }

    [Fact]
    public async Task Start_Slideshow_MakesOneContainerOfAllFiles()
    {
        var answer = await api.Start(api.Project, "slideshow", UploadFixture.Jpeg, UploadFixture.Jpeg with { Filename = "two.jpg" });

        var container = answer.Json["containers"]!.AsArray().Should().ContainSingle().Subject!;
        var files = container["files"]!.AsArray();
        files.Select(file => (string?)file!["filename"]).Should().Equal("latte.jpg", "two.jpg");
        for (var ordinal = 1; ordinal <= 2; ordinal++)
            ((string?)files[ordinal - 1]!["uploadUrl"]).Should().MatchRegex(AddressOf((string)container["id"]!, ordinal));
    }

    [Fact]
    public async Task Start_WithoutGrouping_IsPerFile()
    {
        var file = new { filename = "a.jpg", contentType = "IMAGE/Jpeg", sizeBytes = 9 };

        var answer = await Start(new { files = new[] { file, file } });

        answer.Json["containers"]!.AsArray().Should().HaveCount(2);
        ((string?)answer.Json["containers"]![0]!["files"]![0]!["headers"]!["Content-Type"]).Should().Be("image/jpeg");
    }

    [Theory]
    [InlineData("video/mp4", 104_857_600)]
    [InlineData("video/quicktime", 104_857_600)]
    [InlineData("image/jpeg", 31_457_280)]
    [InlineData("image/png", 31_457_280)]
    [InlineData("image/webp", 31_457_280)]
    public async Task Start_TakesTheLargestOfEachType_AndNothingLarger(string contentType, int largest)
    {
        (await Start(new { files = new[] { new { filename = "a", contentType, sizeBytes = largest } } })).Status.Should().Be(HttpStatusCode.Created);
        var answer = await Start(new { files = new[] { new { filename = "a", contentType, sizeBytes = largest + 1 } } });

        var message = $"files[0].sizeBytes must be a whole number from 1 to {largest:N0}.";
        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "files[0].sizeBytes", "message": "{{message}}" }] } }
            """);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b.jpg")]
    [InlineData("a\\b.jpg")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task Start_WithPathInFilename_Returns422AndLeavesNothing(string filename)
    {
        var before = await api.Traces();

        var answer = await Start(new { files = new[] { new { filename, contentType = "image/jpeg", sizeBytes = 9 } } });

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0].filename");
        ((string?)answer.Json["error"]!["message"]).Should().Be("files[0].filename must be a name, not a path.");
        (await api.Traces()).Should().Be(before);
    }

    [Fact]
    public async Task Start_WithOddFilenames_AnswersThemAsTheyAre()
    {
        string[] names = ["…", "ümläut ☕.jpg", "a b%2F.jpg", "CON", ".hidden", "\u202egpj.exe", new('n', 512)];

        var answer = await api.Start(api.Project, "per-file", [.. names.Select(name => UploadFixture.Jpeg with { Filename = name })]);

        answer.Json["containers"]!.AsArray().Select(container => (string?)container!["files"]![0]!["filename"]).Should().Equal(names);
    }

    [Theory]
    [InlineData("{}", "files")]
    [InlineData("""{ "files": null }""", "files")]
    [InlineData("""{ "files": [] }""", "files")]
    [InlineData("""{ "files": [null] }""", "files[0]")]
    [InlineData("""{ "files": "a.jpg" }""", "files")]
    [InlineData("""{ "files": [1] }""", "files[0]")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": 9 }, "b", { "filename": "c", "contentType": "image/png", "sizeBytes": true }] }""", "files[1] files[2].sizeBytes")]
    [InlineData("""{ "files": [{}] }""", "files[0].filename files[0].contentType files[0].sizeBytes")]
    [InlineData("""{ "files": [{ "filename": "", "contentType": "image/gif", "sizeBytes": 0 }] }""", "files[0].filename files[0].contentType files[0].sizeBytes")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": -1 }] }""", "files[0].sizeBytes")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": "9" }] }""", "files[0].sizeBytes")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": null }] }""", "files[0].sizeBytes")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": 9 }], "grouping": "album" }""", "grouping")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": 9 }], "grouping": null }""", "grouping")]
    [InlineData("""{ "files": [{ "filename": "a", "contentType": "image/png", "sizeBytes": 9 }], "grouping": "slideshow" }""", "files")]
    public async Task Start_WithBadBody_Returns422AndLeavesNothing(string body, string paths)
    {
        var before = await api.Traces();

        (await Start(body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, paths.Split(' '));

        (await api.Traces()).Should().Be(before);
    }

    [Fact]
    public async Task Start_TakesTenFilesAndNotEleven()
    {
        var project = await api.Given.Project();

        (await api.Start(project, "slideshow", [.. Enumerable.Repeat(UploadFixture.Jpeg, 10)])).Status.Should().Be(HttpStatusCode.Created);
        (await api.Start(project, "slideshow", [.. Enumerable.Repeat(UploadFixture.Jpeg, 11)])).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files");
        (await api.Start(project, "per-file", [.. Enumerable.Repeat(UploadFixture.Video, 11)])).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files");
    }

    [Fact]
    public async Task Start_OfSlideshowWithVideo_Returns422()
    {
        var answer = await api.Start(api.Project, "slideshow", UploadFixture.Jpeg, UploadFixture.Video);

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files");
        ((string?)answer.Json["error"]!["message"]).Should().Be("files must hold images only when grouping is slideshow.");
    }

    [Fact]
    public async Task Start_WritesAnAuditRowForEachContainer()
    {
        var answer = await api.Start(api.Project, "per-file", UploadFixture.Jpeg, UploadFixture.Video);

        var rows = await api.Given.AuditOf(answer);
        rows.Should().HaveCount(2).And.OnlyContain(row => row.Type == "content.created" && row.ApiKey == api.Given.Key.Key.Id.Value);
        rows[0].ShouldHaveData($$"""
            { "containerId": "{{answer.Json["containers"]![0]!["id"]}}", "creativeType": "uploaded", "approvalStatus": "not_required" }
            """);
    }

    [Fact]
    public async Task Start_InUnknownProject_Returns404() =>
        (await api.Start($"prj_{Guid.NewGuid()}", "per-file", UploadFixture.Jpeg)).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    private string FileOf(string filename, string type, System.Text.Json.Nodes.JsonNode answered) => $$"""
        {
          "filename": "{{filename}}", "uploadUrl": "{{answered["uploadUrl"]}}", "headers": { "Content-Type": "{{type}}" },
          "expiresAt": "{{InstantPattern.ExtendedIso.Format(api.Clock.GetCurrentInstant() + Duration.FromMinutes(15))}}"
        }
        """;

    private string AddressOf(string id, int ordinal) =>
        $"^{api.Server.Address}v1/uploads/{id}/{ordinal}\\?key=[A-Z2-7]{{16}}&expires=[0-9]+&signature=[A-Za-z0-9_-]{{43}}$";

    private Task<Answer> Start(object body) => api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", body);
}
