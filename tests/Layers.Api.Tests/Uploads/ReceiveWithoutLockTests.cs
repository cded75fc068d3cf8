using System.Net;
using Layers.Application.Seams;
using Layers.Testing;

namespace Layers.Api.Tests.Uploads;

/// <summary>Bytes are put in their place with nothing locked; a short transaction decides which of them the file has.</summary>
public sealed class ReceiveWithoutLockTests(SlowStoreFixture api) : IClassFixture<SlowStoreFixture>
{
    private static readonly byte[] First = Given.Picture();
    private static readonly byte[] Other = [.. Given.Picture(64, 48), .. new byte[Given.Picture().Length - Given.Picture(64, 48).Length]];

    [Fact]
    public async Task Put_WhileTheStoreIsSlow_HoldsNeitherTheContainerNorAConnection()
    {
        var (id, address) = await Sent();
        var pause = api.PauseOnce(nameof(IMediaStore.Write));

        var slow = api.Client.PutBytes(address, Other, "image/jpeg");
        await pause.Reached;
        var sessions = await api.Server.Database.Value<long>("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        var finished = await Finalize(id);
        pause.Resume();

        sessions.Should().Be(0);
        await ShouldShow(First, finished);
        (await slow).ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container is already completed.", "details": { "status": "completed" } }
            """);
        await ShouldShow(First, finished);
        FilesOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task Put_WhileTheFilesArePublished_IsRefused_AndTheUploadCanBeFinalized()
    {
        var (id, address) = await Sent();
        var pause = api.PauseOnce(nameof(IMediaStore.Move));

        var finalizing = Finalize(id);
        await pause.Reached;
        var late = await api.Client.PutBytes(address, Other, "image/jpeg");
        var other = await Finalize(id);
        pause.Resume();

        late.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "The upload is being finalized and takes no other files. Finalize it again." }
            """);
        (await finalizing).Body.Should().Be(other.Body);
        await ShouldShow(First, other);
        FilesOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task Put_OfTwoAtOnce_EndsWithTheBytesThatWereNamedLast_AndNoOthers()
    {
        var (id, address) = await Sent();
        var pause = api.PauseOnce(nameof(IMediaStore.Write));

        var slow = api.Client.PutBytes(address, Other, "image/jpeg");
        await pause.Reached;
        (await api.Client.PutBytes(address, First, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        pause.Resume();

        (await slow).Status.Should().Be(HttpStatusCode.NoContent);
        FilesOf(id).Should().ContainSingle();
        await ShouldShow(Other, await Finalize(id));
        FilesOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task Put_ThatReplacesBytesWhileTheyAreAboutToBeRead_LetsTheFinalizeBeRepeated()
    {
        var (id, address) = await Sent();
        var pause = api.PauseOnce(nameof(IMediaStore.Open));

        var finalizing = Finalize(id);
        await pause.Reached;
        (await api.Client.PutBytes(address, Other, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        pause.Resume();

        (await finalizing).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        await ShouldShow(Other, await Finalize(id));
    }

    private async Task ShouldShow(byte[] bytes, Answer finished)
    {
        finished.Status.Should().Be(HttpStatusCode.OK, finished.Body);
        using var served = await api.Client.GetAsync((string?)finished.Json["assets"]![0]!["url"]);
        (await served.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
    }

    private string[] FilesOf(string id) =>
        [.. Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories).Where(path => path.Contains($"{id.Uuid():D}", StringComparison.Ordinal))];

    private async Task<(string Id, string Address)> Sent()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), First);
        (await api.Client.PutBytes(address, First, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        return (id, address);
    }

    private Task<Answer> Finalize(string id) => api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." });
}
