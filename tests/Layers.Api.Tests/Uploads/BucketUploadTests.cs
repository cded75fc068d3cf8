using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Uploads;
using Layers.Domain;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>Uploads whose bytes go straight to the media store.</summary>
public sealed class BucketUploadTests(BucketFixture api) : IClassFixture<BucketFixture>
{
    private static readonly byte[] Picture = UploadFixture.Jpeg.Bytes;
    private static readonly byte[] Other = BucketFixture.OtherPicture();

    [Fact]
    public async Task Start_ReturnsAddressesOfTheStore_AndAllHeadersThatItWants()
    {
        var answer = await api.Start(api.Project, "per-file", UploadFixture.Jpeg);

        var file = answer.Json["containers"]![0]!["files"]![0]!;
        ((string)file["uploadUrl"]!).Should().StartWith(api.Bucket.Address.ToString());
        file["headers"]!.ToJsonString().Should().Be("""{"Content-Type":"image/jpeg"}""");
        ((string)file["expiresAt"]!).Should().Be((api.Clock.GetCurrentInstant() + Duration.FromMinutes(15)).ToString());
    }

    [Fact]
    public async Task Upload_IsFinalizedApprovedAndShown_FromTheStore()
    {
        var project = await api.Given.GatedProject();
        var (id, address) = await api.Given.StartedUpload(project, Picture);
        (await BucketFixture.Send(address, Picture)).Should().Be(HttpStatusCode.OK);

        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
        var approved = await api.Client.PostJson($"/v1/content/{id}/approve");

        approved.Status.Should().Be(HttpStatusCode.OK);
        await ShouldShow(Picture, await api.Given.Container(id));
        api.NamesOf(id).Should().Equal($"public-media/content-container/{id.Uuid():D}/media/upload-1.jpg", $"sent/{id.Uuid():D}/upload-1");
        (await api.Given.Audit()).Where(row => row.Data["containerId"]?.GetValue<string>() == id).Select(row => row.Type)
            .Should().Equal("content.created", "content.file_received", "content.generated", "content.approved");
    }

    [Fact]
    public async Task Finalize_WhenAFileWasNotSent_NamesIt_AndTheOthersStayReceived()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg, UploadFixture.Jpeg);
        await BucketFixture.Send(addresses[0], Picture);

        (await api.Complete(id)).ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "UPLOAD_INCOMPLETE", "message": "Not every file has arrived yet.", "details": { "missing": [{ "index": 1, "filename": "latte.jpg" }] } }
            """);

        await BucketFixture.Send(addresses[1], Picture);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finalize_WhenFilesHaveOtherSizes_NamesThemAll_AndReceivesNone()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg, UploadFixture.Jpeg, UploadFixture.Jpeg);
        await BucketFixture.Send(addresses[0], [.. Picture, 0]);
        await BucketFixture.Send(addresses[1], Picture);
        await BucketFixture.Send(addresses[2], Picture[..^1]);
        var before = await DatabaseDigest.Take(api.Server.Database);

        var answer = await api.Complete(id);

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0]", "files[2]");
        answer.Body.Should().Contain($"files[0]: The file was declared with {Picture.Length} bytes, and {Picture.Length + 1} were sent. Send it again.");
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
        api.NamesOf(id, "kept/").Should().BeEmpty();

        await BucketFixture.Send(addresses[0], Picture);
        await BucketFixture.Send(addresses[2], Picture);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finalize_WhenTheFileIsNotAsDeclared_SaysSo_AndTakesTheNextBytes()
    {
        var (id, address) = await api.SentToTheBucket([.. "<html></html>"u8, .. new byte[Picture.Length - 13]]);
        (await api.Complete(id)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0]");

        await BucketFixture.Send(address, Picture);

        await ShouldShow(Picture, (await api.Complete(id)).Json);
        api.NamesOf(id, "kept/").Should().BeEmpty("replaced bytes are removed");
    }

    [Fact]
    public async Task Finalize_TakesTheBytesThatWereSentLast()
    {
        var (id, address) = await api.SentToTheBucket(Other);
        await BucketFixture.Send(address, Picture);

        await ShouldShow(Picture, (await api.Complete(id)).Json);
    }

    [Fact]
    public async Task Finalize_TakesBytesThatCameThroughThisServer_AfterThoseThatWereSentToTheStore()
    {
        var (id, _) = await api.SentToTheBucket(Other);
        var key = api.Given.Key.Key.KeyId;
        await using var scope = api.Server.Services.CreateAsyncScope();
        var address = await scope.ServiceProvider.GetRequiredService<UploadAddress>()
            .Make(new ContainerId(id.Uuid()), 1, key, api.Clock.GetCurrentInstant() + Duration.FromMinutes(1), CancellationToken.None);
        (await api.Put(address, UploadFixture.Jpeg)).Status.Should().Be(HttpStatusCode.NoContent);

        var completed = await api.Complete(id);

        completed.Status.Should().Be(HttpStatusCode.OK, completed.Body);
        await ShouldShow(Picture, completed.Json);
    }

    [Fact]
    public async Task Bytes_SentAfterTheUploadIsCompleted_ChangeNothing()
    {
        var (id, address) = await api.SentToTheBucket();
        var completed = await api.Complete(id);

        (await BucketFixture.Send(address, Other)).Should().Be(HttpStatusCode.OK, "the address is still good");

        (await api.Complete(id)).Body.Should().Be(completed.Body);
        await ShouldShow(Picture, completed.Json);
    }

    [Fact]
    public async Task Address_EndsWithItsTime_AndTakesTheDeclaredTypeOnly()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        (await BucketFixture.Send(addresses[0], Picture, "text/html")).Should().Be(HttpStatusCode.Forbidden);
        api.Clock.Advance(Duration.FromMinutes(15) - Duration.FromMilliseconds(1));
        (await BucketFixture.Send(addresses[0], Picture)).Should().Be(HttpStatusCode.OK);

        api.Clock.Advance(Duration.FromMilliseconds(1));

        (await BucketFixture.Send(addresses[0], Other)).Should().Be(HttpStatusCode.Forbidden);
        await ShouldShow(Picture, (await api.Complete(id)).Json);
    }

    [Fact]
    public async Task Start_RepeatedByItsKey_ReturnsTheAddressesOfTheFirst_AlsoWhenTheyHaveEnded()
    {
        var files = new[] { new { filename = "latte.jpg", contentType = "image/jpeg", sizeBytes = Picture.Length } };
        var key = ("Idempotency-Key", "an-upload-to-the-bucket");
        var first = await api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", new { files }, key);
        api.Clock.Advance(Duration.FromSeconds(1.5));
        var again = await api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", new { files }, key);
        api.Clock.Advance(Duration.FromMinutes(15));
        var late = await api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", new { files }, key);

        again.Body.Should().Be(first.Body);
        late.Body.Should().Be(first.Body);
        var address = (string)late.Json["containers"]![0]!["files"]![0]!["uploadUrl"]!;
        (await BucketFixture.Send(address, Picture)).Should().Be(HttpStatusCode.Forbidden, "it has ended");
    }

    [Fact]
    public async Task Probe_ReadsTheHeadersOfAFilm_AndNotTheRest()
    {
        var film = Given.Video();
        byte[] bytes = [.. film, 0, 0x40, 0, 0, .. "free"u8, .. new byte[0x400000 - 8]];
        var (id, addresses) = await api.Started(new Sample("latte.mp4", "video/mp4", bytes));
        (await BucketFixture.Send(addresses[0], bytes, "video/mp4")).Should().Be(HttpStatusCode.OK);

        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);

        var ranges = api.Bucket.Requests.Where(request => request.StartsWith($"GET kept/{id.Uuid():D}", StringComparison.Ordinal)).ToList();
        ranges.Should().HaveCountLessThanOrEqualTo(3).And.OnlyContain(request => request.Contains("bytes=", StringComparison.Ordinal));
    }

    private async Task ShouldShow(byte[] bytes, JsonNode container)
    {
        using var anybody = new HttpClient();
        using var served = await anybody.GetAsync((string?)container["assets"]![0]!["url"]);
        served.RequestMessage!.RequestUri!.ToString().Should().StartWith(api.Bucket.Address.ToString());
        served.Content.Headers.ContentType!.ToString().Should().Be("image/jpeg");
        (await served.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
    }
}
