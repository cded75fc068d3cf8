using System.Net;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Testing;
using Layers.Testing.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Uploads;

/// <summary>A media store that fails or does not respond: 503, nothing held, and all goes on when it is back.</summary>
public sealed class BucketOutageTests(BucketFixture api) : IClassFixture<BucketFixture>
{
    private const string Unavailable = """{ "code": "UNAVAILABLE", "message": "The media store is out of reach; try again soon." }""";

    [Fact]
    public async Task Finalize_WhenTheStoreIsDown_Returns503_AndCanBeRepeated()
    {
        var (id, _) = await api.SentToTheBucket();
        api.Bucket.IsDown = true;

        var answer = await api.Complete(id);
        api.Bucket.IsDown = false;

        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, Unavailable);
        answer.Header("Retry-After").Should().Be("1");
        api.Logs.Text.Should().Contain($"{answer.Header("X-Request-Id")}: the media store failed");
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finalize_WhenTheStoreDoesNotRespond_HoldsNoConnection_AndReturns503()
    {
        var (id, _) = await api.SentToTheBucket();
        var before = api.Bucket.Requests.Count;
        api.Bucket.Halt();

        var finalizing = api.Complete(id);
        await Eventually.Holds(() => Task.FromResult(api.Bucket.Requests.Count > before), "the store is asked");
        var held = await api.Server.Database.Value<long>("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        var answer = await finalizing;
        api.Bucket.Resume();

        held.Should().Be(0);
        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, Unavailable);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bytes_ThatCannotBeWritten_AreTheStoresFailure_AndBytesThatDoNotComeAreTheSenders()
    {
        var store = api.Server.Services.GetRequiredService<IMediaStore>();
        api.Bucket.IsDown = true;
        var write = () => store.Write("kept/outage/upload-1", MediaTypes.Jpeg, new MemoryStream(UploadFixture.Jpeg.Bytes), UploadFixture.Jpeg.Bytes.Length, CancellationToken.None);
        (await write.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.Unavailable);
        api.Bucket.IsDown = false;

        await using var endless = new ZerosAfterStream([], long.MaxValue);
        var tooMany = () => store.Write("kept/outage/upload-1", MediaTypes.Jpeg, endless, 1_000_000, CancellationToken.None);
        (await tooMany.Should().ThrowAsync<DomainException>()).Which.Should().Match<DomainException>(error =>
            error.Kind == ErrorKind.PayloadTooLarge && error.Message == "The file was declared with 1000000 bytes, and more came.");
        endless.BytesRead.Should().BeLessThan(1_300_000, "it is refused at once");

        var tooFew = () => store.Write("kept/outage/upload-1", MediaTypes.Jpeg, new MemoryStream(new byte[3]), 4, CancellationToken.None);
        (await tooFew.Should().ThrowAsync<DomainException>()).Which.Should().Match<DomainException>(error =>
            error.Kind == ErrorKind.Validation && error.Message == "The file was declared with 4 bytes, and 3 came.");
        api.Bucket.Names.Should().NotContain("kept/outage/upload-1");
    }

    [Fact]
    public async Task Start_WhenTheStoreGivesNoAddress_Returns503_AndMakesNothing()
    {
        var key = ("Idempotency-Key", "start-without-a-store");
        var files = new[] { new { filename = "latte.jpg", contentType = "image/jpeg", sizeBytes = 10 } };
        var before = await DatabaseDigest.Take(api.Server.Database);
        api.Bucket.SignsNothing = true;

        var answer = await api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", new { files }, key);
        api.Bucket.SignsNothing = false;

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, Unavailable);
        (await api.Client.PostJson($"/v1/projects/{api.Project}/content/uploads", new { files }, key)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Media_WhenItIsRedirected_IsSentToAnAddressForItsMethod_AndKeptForLessThanThatLasts()
    {
        var (id, _) = await api.SentToTheBucket();
        var url = (string?)(await api.Complete(id)).Json["assets"]![0]!["url"];
        using var client = api.Server.Client(handler: new HttpClientHandler { AllowAutoRedirect = false });
        using var anybody = new HttpClient();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(method, url));

            answer.StatusCode.Should().Be(HttpStatusCode.TemporaryRedirect);
            answer.Headers.CacheControl!.ToString().Should().Be(method == HttpMethod.Get ? "max-age=300, private" : "no-store");
            using var request = new HttpRequestMessage(method, answer.Headers.Location) { Headers = { Range = new(0, 9) } };
            using var served = await anybody.SendAsync(request);
            served.StatusCode.Should().Be(HttpStatusCode.PartialContent);
            served.Content.Headers.ContentType!.ToString().Should().Be("image/jpeg");
        }
    }

    [Fact]
    public async Task Media_OfAPathThatIsNotOneOfOurs_Returns404_AndAsksTheStoreNothing()
    {
        var before = api.Bucket.Requests.Count;

        (await api.Client.GetJson("/media/content-container/owner")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

        api.Bucket.Requests.Should().HaveCount(before);
    }

    [Fact]
    public async Task Generation_WhenTheStoreIsDown_IsUnavailable_AndTheContainerStaysQueued()
    {
        var id = await api.Given.Queued(api.Project);
        api.Bucket.IsDown = true;

        var act = () => api.Server.Send(
            new CompleteGeneration(new ContainerId(id.Uuid()), "Made.", [new MemoryStream(Given.Picture())]), api.Given.OrganizationId);

        (await act.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.Unavailable);
        api.Bucket.IsDown = false;
        ((string?)(await api.Given.Container(id))["status"]).Should().Be("queued");
    }
}
