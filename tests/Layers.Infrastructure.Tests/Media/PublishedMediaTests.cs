using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using Layers.Infrastructure.Media;

namespace Layers.Infrastructure.Tests.Media;

public sealed class PublishedMediaTests : IDisposable
{
    private const string Folder = "content-container/a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/";
    private const string MediaPath = Folder + "upload-1.mp4";
    private static readonly ContainerId Container = new(Guid.Parse("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70"));
    private readonly TempFolder folder = new();
    private readonly FolderMediaStore store;
    private UploadFile file = new(Container, Ordinal: 1, "latte.mp4", MediaTypes.Mp4, SizeBytes: 3);

    public PublishedMediaTests() => store = new FolderMediaStore(new MediaFolder(folder.Root));

    public static TheoryData<string> Escapes =>
    [
        "",
        "/",
        ".",
        "..",
        "../secret",
        "../../../../etc/passwd",
        "/etc/passwd",
        "content-container",
        Folder,
        Folder + "..",
        Folder + "../media/upload-1.mp4",
        Folder + "./upload-1.mp4",
        "content-container/../" + MediaPath,
        "content-container/../media/upload-1.mp4",
        "/" + MediaPath,
        "//" + MediaPath,
        MediaPath + "/",
        MediaPath + "\0",
        MediaPath + "\0.png",
        MediaPath + " ",
        MediaPath + "\n",
        " " + MediaPath,
        Folder + "upload-01.mp4",
        Folder + "upload-+1.mp4",
        Folder + "upload--1.mp4",
        Folder + "upload-１.mp4",
        Folder + "upload-1",
        Folder + "upload-1.",
        Folder + "upload-1.MP4",
        Folder + "upload-1.txt",
        Folder + "upload-1.mp4.mp4",
        Folder + "upload.1-mp4",
        Folder + "UPLOAD-1.mp4",
        Folder + "upload-99999999999.mp4",
        Folder.ToUpperInvariant() + "upload-1.mp4",
        "content-container/A3F8C2D1-7B4E-4F0A-9C6D-2E1B5A8F3C70/media/upload-1.mp4",
        "content-container/{a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70}/media/upload-1.mp4",
        "content-container/cnt_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/upload-1.mp4",
        MediaPath.Replace('/', '\\'),
        "content-container\\..\\" + MediaPath,
        "C:\\" + MediaPath,
        "file:///" + MediaPath,
        "%2e%2e/" + MediaPath,
        MediaPath.Replace("/", "%2f", StringComparison.Ordinal),
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Publish_WhenAFileWasKept_MovesItToItsPublicPlace()
    {
        await Keep([1, 2, 3]);

        store.Publish(file).Should().Be(MediaPath);

        folder.Files.Should().Equal("public-media/" + MediaPath);
        Published().Should().Equal(1, 2, 3);
        store.OpenPublished(MediaPath)!.Type.Should().Be(MediaTypes.Mp4);
    }

    [Fact]
    public async Task Publish_WhenTheTransactionWasLost_CanBeRepeatedFromTheProbeOn()
    {
        await Keep([1, 2, 3]);
        store.Publish(file);

        await using (var again = store.OpenKept(file))
            again!.Length.Should().Be(3);
        store.Publish(file).Should().Be(MediaPath);

        Published().Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Publish_WhenAnOlderVersionTookOtherBytesAfterALostTransaction_PublishesThose()
    {
        await Keep([1, 2, 3]);
        store.Publish(file);
        await Keep([4, 5]);

        await using (var kept = store.OpenKept(file))
            kept!.Length.Should().Be(2);
        store.Publish(file);

        Published().Should().Equal(4, 5);
    }

    [Fact]
    public async Task Publish_OfWhatAnOlderVersionKept_MovesItToo()
    {
        var kept = Directory.CreateDirectory(Path.Combine(folder.Root, "kept", $"{Container.Value:D}"));
        await File.WriteAllBytesAsync(Path.Combine(kept.FullName, "upload-1"), [7]);

        store.Publish(file);

        Published().Should().Equal(7);
    }

    [Fact]
    public void Publish_WhenNothingWasKept_ReturnsNull() => store.Publish(file).Should().BeNull();

    [Fact]
    public async Task OpenPublished_WhenRead_CanSeek()
    {
        await Keep([1, 2, 3]);
        store.Publish(file);

        await using var bytes = store.OpenPublished(MediaPath)!.Bytes;
        bytes.Seek(2, SeekOrigin.Begin);

        bytes.ReadByte().Should().Be(3);
        bytes.CanWrite.Should().BeFalse();
    }

    [Fact]
    public async Task OpenPublished_WhenTheFileIsOnlyKept_IsNull()
    {
        await Keep([1, 2, 3]);

        store.OpenPublished(MediaPath).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task OpenPublished_WhenThePathIsNotOneOfOurs_IsNull(string path)
    {
        await Keep([1, 2, 3]);
        store.Publish(file);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "secret"), "secret");

        store.OpenPublished(path).Should().BeNull();
    }

    [Fact]
    public async Task OpenPublished_WhenTheFileIsALink_IsNull()
    {
        var secret = Path.Combine(folder.Root, "secret");
        await File.WriteAllTextAsync(secret, "secret");
        var place = Path.Combine(folder.Root, "public-media", MediaPath);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.CreateSymbolicLink(place, secret);

        store.OpenPublished(MediaPath).Should().BeNull();
    }

    [Fact]
    public async Task OpenPublished_WhenADirectoryOnTheWayIsALink_IsNull()
    {
        var elsewhere = Path.Combine(folder.Root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "upload-1.mp4"), "secret");
        var media = Path.Combine(folder.Root, "public-media", Folder.TrimEnd('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(media)!);
        Directory.CreateSymbolicLink(media, elsewhere);

        store.OpenPublished(MediaPath).Should().BeNull();
    }

    [Fact]
    public void OpenPublished_WhenADirectoryHasTheName_IsNull()
    {
        Directory.CreateDirectory(Path.Combine(folder.Root, "public-media", MediaPath));

        store.OpenPublished(MediaPath).Should().BeNull();
    }

    private async Task Keep(byte[] bytes)
    {
        file = file with { Receipt = Guid.NewGuid() };
        store.Keep(await store.Stage(Container, 1, new MemoryStream(bytes), bytes.Length, CancellationToken.None), file.Receipt.Value);
    }

    private byte[] Published()
    {
        using var bytes = store.OpenPublished(MediaPath)!.Bytes;
        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return copy.ToArray();
    }
}
