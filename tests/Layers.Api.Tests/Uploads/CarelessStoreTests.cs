using System.Net;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Uploads;

/// <summary>The server itself sees to it that a file has its declared bytes, all of them and no others.</summary>
public sealed class CarelessStoreTests(CarelessStoreFixture api) : IClassFixture<CarelessStoreFixture>
{
    private static readonly Sample Picture = UploadFixture.Jpeg;

    [Fact]
    public async Task Put_OfMoreBytes_ToAStoreThatDoesNotLookForThem_Returns413_AndLeavesNothing()
    {
        var (id, addresses) = await api.Started(Picture);

        var answer = await api.PutChunked(addresses[0], Picture with { Bytes = [.. Picture.Bytes, 0] });

        answer.ShouldBeError(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        FilesOf(id).Should().BeEmpty();
        (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "UPLOAD_INCOMPLETE");
    }

    [Fact]
    public async Task Put_ToAStoreThatReturnsTooSoon_Returns503_AndLeavesNothing_AndCanBeRepeated()
    {
        var (id, addresses) = await api.Started(Picture);
        var store = api.Server.Services.GetRequiredService<CarelessStore>();
        store.Takes = 3;

        var answer = await api.Put(addresses[0], Picture);
        store.Takes = null;

        answer.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        FilesOf(id).Should().BeEmpty();
        (await api.PutChunked(addresses[0], Picture)).Status.Should().Be(HttpStatusCode.NoContent);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    private IEnumerable<string> FilesOf(string id) =>
        Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories).Where(path => path.Contains($"{id.Uuid():D}", StringComparison.Ordinal));
}
