using System.Net;
using Layers.Api.Tests.Uploads;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>Files in the folders of containers that live, but that no row names.</summary>
public sealed class SweepUnnamedFilesTests(RetentionFixture api) : IClassFixture<RetentionFixture>
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public async Task Files_OfACompletedContainer_ThatItDoesNotShow_AreRemoved()
    {
        var id = await api.Sent(UploadFixture.Jpeg, UploadFixture.Jpeg);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
        var shown = api.FilesOf(id);
        Write(Published(id, $"asset-1-{Guid.NewGuid():N}.jpg"), Published(id, "upload-3.jpg"), Published(id, "upload-1.png"), Kept(id, $"upload-1.{Guid.NewGuid():N}"), Kept(id, "upload-1"));

        await Sweep();
        api.FilesOf(id).Should().HaveCount(7, "all of it came a moment ago");
        Age(Hour + Hour);
        await Sweep();

        api.FilesOf(id).Should().BeEquivalentTo(shown);
        foreach (var asset in (await api.Given.Container(id))["assets"]!.AsArray())
        {
            using var served = await api.Client.GetAsync((string?)asset!["url"]);
            served.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Files_OfGeneratedContent_ThatItShows_Stay()
    {
        var id = await api.Given.Generated(api.Project);
        var shown = api.FilesOf(id);
        Age(Duration.FromDays(400));

        await Sweep();

        api.FilesOf(id).Should().HaveCount(3).And.BeEquivalentTo(shown);
    }

    [Fact]
    public async Task Bytes_OfAnUploadThatWaits_AreRemoved_OnceOthersReplacedThem()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        var named = api.FilesOf(id);
        Write(Kept(id, $"upload-1.{Guid.NewGuid():N}"));
        Age(Hour + Hour);

        await Sweep();

        api.FilesOf(id).Should().BeEquivalentTo(named);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Files_OfAnUploadThatIsBeingPublished_Stay()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        Write(Published(id, "upload-1.jpg"), Kept(id, "upload-2"));
        Age(Hour + Hour);

        await Sweep();

        api.FilesOf(id).Should().HaveCount(3, "only the rows of a completed container name what is published, and an older server may have kept the other");
    }

    [Fact]
    public async Task Files_OfAnotherDatabase_Stay()
    {
        var unknown = $"cnt_{Id.New<ContainerId>(Instant.FromUtc(2020, 1, 1, 0, 0)).Value:D}";
        Write(Published(unknown, "upload-1.jpg"), Kept(unknown, $"upload-1.{Guid.NewGuid():N}"));
        Age(Hour + Hour);

        await Sweep();

        api.FilesOf(unknown).Should().HaveCount(2);
    }

    [Fact]
    public async Task Files_YoungerThanAnHour_Stay_InOldFoldersToo()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
        var stray = Published(id, "upload-9.jpg");
        Write(stray);
        Age(Hour + Hour);
        File.SetLastWriteTimeUtc(stray, (api.Clock.GetCurrentInstant() - Hour).ToDateTimeUtc());

        await Sweep();
        File.Exists(stray).Should().BeTrue();
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await Sweep();

        File.Exists(stray).Should().BeFalse();
    }

    private Task<int> Sweep() => api.Server.Send(new SweepUnnamedFiles());

    private string Published(string id, string name) => Path.Combine(api.Server.MediaFolder, "public-media", "content-container", $"{id.Uuid():D}", "media", name);

    private string Kept(string id, string name) => Path.Combine(api.Server.MediaFolder, "kept", $"{id.Uuid():D}", name);

    private static void Write(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "left behind");
        }
    }

    /// <summary>As if nobody had touched a file or a folder for that long.</summary>
    private void Age(Duration by)
    {
        var then = (api.Clock.GetCurrentInstant() - by).ToDateTimeUtc();
        foreach (var file in Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, then);
        foreach (var folder in Directory.EnumerateDirectories(api.Server.MediaFolder, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(folder, then);
    }
}
