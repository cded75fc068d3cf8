using System.Net;
using Layers.Testing;

namespace Layers.Conformance.Media;

/// <summary>The store behind the whole server.</summary>
public abstract partial class MediaStoreConformance<TStore>
{
    [Fact]
    public async Task UploadedFile_IsServedAsItWasSent()
    {
        var picture = Given.Picture();
        var (id, address) = await Api.Given.StartedUpload(await Api.Given.Project(), picture);

        (await Send(address, picture)).Should().BeTrue("the address of an upload takes its bytes");
        (await Api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Fine." })).Status.Should().Be(HttpStatusCode.OK, "all bytes have come");

        var url = (string)(await Api.Given.Container(id))["assets"]![0]!["url"]!;
        ShouldBe(await Anybody.GetByteArrayAsync(new Uri(Api.Server.Address, url)), picture, "what a container shows is what was sent");
    }

    [Fact]
    public async Task UploadOfAnotherSize_IsNotFinalized()
    {
        var picture = Given.Picture();
        foreach (var sent in new[] { picture[..^1], [.. picture, 0] })
        {
            var (id, address) = await Api.Given.StartedUpload(await Api.Given.Project(), picture);
            await Send(address, sent);

            (await Api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Fine." })).Status
                .Should().BeOneOf([HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity], "FindSent and Write count bytes");
        }
    }

    [Fact]
    public async Task NameFromOutside_NeverReachesBeyondTheStore()
    {
        await Store.Adopt("somebody", CancellationToken.None);
        string[] paths =
        [
            "/media/..%2Fowner",
            "/media/content-container/%2e%2e/%2e%2e/owner",
            "/media/content-container/..%2F..%2F..%2F..%2Fetc%2Fpasswd",
            "/media/content-container/a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/..%5C..%5Cupload-1.jpg",
            "/media/%2Fetc%2Fpasswd",
        ];

        foreach (var path in paths)
            (await Api.Client.GetJson(path)).Status.Should().Be(HttpStatusCode.NotFound, $"{path} is no name that the server made");
    }

    // The address is the store's own or this server's, which takes no more bytes than were declared.
    private static async Task<bool> Send(string address, byte[] bytes)
    {
        using var sender = new HttpClient(EarlyAnswers.Handler());
        return (await sender.PutBytes(address, bytes, "image/jpeg")).Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent;
    }
}
