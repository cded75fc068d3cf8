using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using NodaTime;

namespace Layers.Infrastructure.Tests.Media;

public sealed class FolderMediaStoreTests : IDisposable
{
    private const string Kept = "kept/a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/upload-1.0123456789abcdef0123456789abcdef";
    private const string Published = "public-media/content-container/a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/upload-1.mp4";
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 12, 14, 0);
    private readonly TempFolder folder = new();
    private readonly FolderMediaStore store;

    public FolderMediaStoreTests() => store = new FolderMediaStore(new MediaFolder(folder.Root));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_GivesTheBytesTheirName_AndNobodyElseTheRightToReadThem()
    {
        await Write(Kept, [1, 2, 3]);

        folder.Files.Should().Equal(Kept);
        (await Read(Kept)).Should().Equal(1, 2, 3);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(PathOf(Kept)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Write_WhenTheNameHasBytes_ReplacesThem()
    {
        await Write(Kept, [1, 2, 3]);
        await using var reader = (await store.Open(Kept, CancellationToken.None))!.Bytes;

        await Write(Kept, [4, 5]);

        (await Read(Kept)).Should().Equal(4, 5);
        Bytes(reader).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Write_WhenTheSenderBreaksOff_LeavesTheNameAsItWas()
    {
        await Write(Kept, [1]);
        await using var broken = new InterruptedStream(() => throw new IOException("The connection was reset."));

        var act = () => store.Write(Kept, MediaTypes.Mp4, broken, 1_000, CancellationToken.None);

        await act.Should().ThrowAsync<IOException>();
        (await Read(Kept)).Should().Equal(1);
        folder.Files.Should().ContainSingle();
    }

    [Fact]
    public async Task Write_WhenCanceledOnTheWay_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await using var slow = new InterruptedStream(cancel.Cancel);

        var act = () => store.Write(Kept, MediaTypes.Mp4, slow, 1_000, cancel.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        folder.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Move_GivesTheBytesTheOtherName_AndMayBeRepeated()
    {
        await Write(Kept, [1, 2, 3]);

        (await store.Move(Kept, Published, CancellationToken.None)).Should().BeTrue();
        (await store.Move(Kept, Published, CancellationToken.None)).Should().BeTrue("it is there");

        folder.Files.Should().Equal(Published);
        (await Read(Published)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Move_WhenTheOtherNameHasBytes_ReplacesThem()
    {
        await Write(Published, [1]);
        await Write(Kept, [2]);

        (await store.Move(Kept, Published, CancellationToken.None)).Should().BeTrue();

        (await Read(Published)).Should().Equal(2);
    }

    [Fact]
    public async Task Move_WhenNeitherHasBytes_ReturnsFalse() => (await store.Move(Kept, Published, CancellationToken.None)).Should().BeFalse();

    [Fact]
    public async Task Remove_WhenTheBytesAreBeingRead_LeavesTheReaderAWholeFile_AndMayBeRepeated()
    {
        await store.Remove(Kept, CancellationToken.None);
        await Write(Kept, [1, 2, 3]);
        await using var reader = (await store.Open(Kept, CancellationToken.None))!.Bytes;

        await store.Remove(Kept, CancellationToken.None);
        await store.Remove(Kept, CancellationToken.None);

        (await store.Open(Kept, CancellationToken.None)).Should().BeNull();
        Bytes(reader).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Open_ReturnsBytesThatSeekAndCannotBeWritten_AndWhenTheyWereWritten()
    {
        await Write(Published, [1, 2, 3]);
        File.SetLastWriteTimeUtc(PathOf(Published), Now.ToDateTimeUtc());

        var file = (await store.Open(Published, CancellationToken.None))!;
        await using var bytes = file.Bytes;
        bytes.Seek(2, SeekOrigin.Begin);

        (bytes.ReadByte(), bytes.Length, bytes.CanWrite, file.WrittenAt).Should().Be((3, 3, false, Now));
    }

    [Fact]
    public async Task Open_WhenTheFileOrAFolderOnTheWayIsALink_IsNull()
    {
        var secret = Path.Combine(folder.Root, "secret");
        Directory.CreateDirectory(secret);
        await File.WriteAllTextAsync(Path.Combine(secret, "upload-1.mp4"), "secret");
        var media = Path.GetDirectoryName(PathOf(Published))!;
        Directory.CreateDirectory(Path.GetDirectoryName(media)!);
        Directory.CreateSymbolicLink(media, secret);
        (await store.Open(Published, CancellationToken.None)).Should().BeNull();

        Directory.Delete(media);
        Directory.CreateDirectory(media);
        File.CreateSymbolicLink(PathOf(Published), Path.Combine(secret, "upload-1.mp4"));

        (await store.Open(Published, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Open_WhenAFolderHasTheName_IsNull()
    {
        Directory.CreateDirectory(PathOf(Published));

        (await store.Open(Published, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task List_FindsTheFilesUnderThePrefix_AndWhenTheyWereWritten()
    {
        await Write(Kept, [1]);
        await Write(Published, [2]);
        File.SetLastWriteTimeUtc(PathOf(Kept), Now.ToDateTimeUtc());

        (await List("kept/")).Should().Equal(new ListedMedia(Kept, Now));
        (await List("public-media/content-container/")).Should().ContainSingle(file => file.Name == Published);
        (await List("sent/")).Should().BeEmpty();
    }

    [Fact]
    public async Task RemoveAll_RemovesWhatIsUnderThePrefix_AndMayBeRepeated()
    {
        await Write(Kept, [1]);
        await Write(Published, [2]);
        var prefix = Kept[..(Kept.LastIndexOf('/') + 1)];

        await store.RemoveAll(prefix, CancellationToken.None);
        await store.RemoveAll(prefix, CancellationToken.None);

        folder.Files.Should().Equal(Published);
    }

    [Fact]
    public async Task RemoveLeftovers_RemovesOldPartsAndEmptyFolders_AndNothingElse()
    {
        (await store.RemoveLeftovers(Instant.MaxValue - Duration.Epsilon, CancellationToken.None)).Should().Be(0);
        await Write(Kept, [1]);
        var empty = Directory.CreateDirectory(Path.Combine(folder.Root, "kept", "empty"));
        empty.LastWriteTimeUtc = (Now - Duration.FromHours(2)).ToDateTimeUtc();
        foreach (var (part, age) in new[] { ("crashed", 2), ("running", 0) })
        {
            await File.WriteAllTextAsync(PathOf($"incoming/{part}.part"), part);
            File.SetLastWriteTimeUtc(PathOf($"incoming/{part}.part"), (Now - Duration.FromHours(age)).ToDateTimeUtc());
        }

        (await store.RemoveLeftovers(Now - Duration.FromHours(1), CancellationToken.None)).Should().Be(1);

        folder.Files.Should().BeEquivalentTo("incoming/running.part", Kept);
        Directory.Exists(empty.FullName).Should().BeFalse();
    }

    [Fact]
    public async Task Claim_IsTrueForTheFirst_UntilAnotherAdopts()
    {
        (await store.Claim("1/1", CancellationToken.None)).Should().BeTrue();
        (await store.Claim("1/2", CancellationToken.None)).Should().BeFalse();

        await store.Adopt("1/2", CancellationToken.None);

        (await store.Claim("1/2", CancellationToken.None)).Should().BeTrue();
        (await store.Claim("1/1", CancellationToken.None)).Should().BeFalse();
    }

    private Task Write(string name, byte[] bytes) => store.Write(name, MediaTypes.Mp4, new MemoryStream(bytes), bytes.Length, CancellationToken.None);

    private async Task<byte[]> Read(string name)
    {
        await using var bytes = (await store.Open(name, CancellationToken.None))!.Bytes;
        return Bytes(bytes);
    }

    private async Task<List<ListedMedia>> List(string prefix)
    {
        var found = new List<ListedMedia>();
        await foreach (var file in store.List(prefix, CancellationToken.None))
            found.Add(file);
        return found;
    }

    private string PathOf(string name) => Path.Combine(folder.Root, name);

    private static byte[] Bytes(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Gives ten bytes, and lets something happen before it would give more.</summary>
    private sealed class InterruptedStream(Action interruption) : MemoryStream(new byte[10])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
                return await base.ReadAsync(buffer, cancellationToken);
            interruption();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
