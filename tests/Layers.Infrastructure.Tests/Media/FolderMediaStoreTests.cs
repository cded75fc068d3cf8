using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;
using NodaTime;

namespace Layers.Infrastructure.Tests.Media;

public sealed class FolderMediaStoreTests : IDisposable
{
    private static readonly ContainerId Container = new(Guid.Parse("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70"));
    private readonly TempFolder folder = new();
    private readonly FolderMediaStore store;
    private UploadFile file = new(Container, Ordinal: 1, "latte.mp4", MediaTypes.Mp4, SizeBytes: 3);

    public FolderMediaStoreTests() => store = new FolderMediaStore(new MediaFolder(Path.Combine(folder.Root, "media")));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Stage_WhenEveryByteComes_HoldsThemWhereNobodyElseSeesThem()
    {
        var staged = await Stage([1, 2, 3]);

        staged.SizeBytes.Should().Be(3);
        File.ReadAllBytes(staged.Location).Should().Equal(1, 2, 3);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(staged.Location).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        store.OpenKept(file).Should().BeNull();
    }

    [Fact]
    public async Task Stage_WhenOneByteTooManyComes_RefusesAtOnceAndLeavesNothing()
    {
        await using var endless = new ZerosAfterStream([], long.MaxValue);
        var act = () => store.Stage(Container, 1, endless, 1_000_000, CancellationToken.None);

        (await act.Should().ThrowAsync<DomainException>()).Which.Should().Match<DomainException>(error =>
            error.Kind == ErrorKind.PayloadTooLarge && error.Message == "The file was declared with 1000000 bytes, and more came.");
        folder.Files.Should().BeEmpty();
        endless.BytesRead.Should().BeLessThan(1_300_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(199_999)]
    public async Task Stage_WhenTooFewBytesCome_RefusesWithBothNumbersAndLeavesNothing(int count)
    {
        var act = () => store.Stage(Container, 1, new MemoryStream(new byte[count]), 200_000, CancellationToken.None);

        (await act.Should().ThrowAsync<DomainException>()).Which.Should().Match<DomainException>(error =>
            error.Kind == ErrorKind.Validation && error.Message == $"The file was declared with 200000 bytes, and {count} came.");
        folder.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Stage_WhenTheSenderBreaksOff_LeavesNothing()
    {
        await using var broken = new InterruptedStream(() => throw new IOException("The connection was reset."));
        var act = () => store.Stage(Container, 1, broken, 1_000, CancellationToken.None);

        await act.Should().ThrowAsync<IOException>();
        folder.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Stage_WhenCanceledOnTheWay_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await using var slow = new InterruptedStream(cancel.Cancel);
        var act = () => store.Stage(Container, 1, slow, 1_000, cancel.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        folder.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Keep_WhenCalled_MakesTheBytesTheContentOfThatUploadOnly()
    {
        await Keep([1, 2, 3]);

        Kept(file).Should().Equal(1, 2, 3);
        store.OpenKept(file with { Ordinal = 2 }).Should().BeNull();
        store.OpenKept(file with { Container = new ContainerId(Guid.NewGuid()) }).Should().BeNull();
        folder.Files.Should().ContainSingle();
    }

    [Fact]
    public async Task Keep_WhenThereWereEarlierBytes_KeepsEachUnderItsReceipt()
    {
        await Keep([1, 2, 3]);
        var earlier = file;
        await Keep([4, 5]);

        Kept(file).Should().Equal(4, 5);
        Kept(earlier).Should().Equal(1, 2, 3);
        store.RemoveKept(earlier);
        store.RemoveKept(earlier);
        store.OpenKept(earlier).Should().BeNull();
        Kept(file).Should().Equal(4, 5);
    }

    [Fact]
    public void RemoveKept_WhenNothingWasEverKept_IsHarmless() => store.RemoveKept(file with { Receipt = Guid.NewGuid() });

    [Fact]
    public async Task RemoveKept_WhenTheBytesAreBeingRead_LeavesTheReaderAWholeFile()
    {
        await Keep([1, 2, 3]);
        await using var reader = store.OpenKept(file)!;
        store.RemoveKept(file);

        Bytes(reader).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task ListFiles_FindsWhatLiesInFoldersThatNobodyHasTouched()
    {
        var now = Instant.FromUtc(2026, 6, 12, 14, 0);
        await Keep([1]);
        var published = store.Publish(file);
        await Keep([2]);
        var kept = file.Receipt;
        await Keep([3]);
        var young = file.Receipt;
        store.ListFiles(now).Should().BeEmpty("everything was touched after that");

        foreach (var path in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, (path.EndsWith($"{young:N}", StringComparison.Ordinal) ? now : now - Duration.FromHours(2)).ToDateTimeUtc());
        foreach (var path in Directory.EnumerateDirectories(folder.Root, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, (now - Duration.FromHours(2)).ToDateTimeUtc());

        var found = store.ListFiles(now - Duration.FromHours(1)).ToList();
        found.Select(one => (one.Container, one.Receipt, one.MediaPath)).Should().BeEquivalentTo(
            new (ContainerId, Guid?, string?)[] { (Container, kept, null), (Container, null, published) });
        found.ForEach(store.Remove);
        found.ForEach(store.Remove);
        folder.Files.Should().ContainSingle();
    }

    [Fact]
    public async Task Discard_WhenCalled_LeavesNothingAndMayBeCalledAgain()
    {
        var staged = await Stage([1]);

        store.Discard(staged);
        store.Discard(staged);

        folder.Files.Should().BeEmpty();
    }

    [Fact]
    public async Task Discard_WhenTheFileWasKept_LeavesItKept()
    {
        store.Discard(await Keep([1]));

        Kept(file).Should().Equal(1);
    }

    [Fact]
    public async Task SweepStaged_WhenAPartIsOlder_RemovesItAndLeavesTheOthers()
    {
        var now = Instant.FromUtc(2026, 6, 12, 14, 0);
        await Keep([1]);
        var crashed = await Stage([2]);
        var running = await Stage([3]);
        File.SetLastWriteTimeUtc(crashed.Location, (now - Duration.FromHours(2)).ToDateTimeUtc());
        File.SetLastWriteTimeUtc(running.Location, now.ToDateTimeUtc());

        store.SweepStaged(now - Duration.FromHours(1)).Should().Be(1);

        File.Exists(crashed.Location).Should().BeFalse();
        File.Exists(running.Location).Should().BeTrue();
        Kept(file).Should().Equal(1);
        store.SweepStaged(now - Duration.FromHours(1)).Should().Be(0);
    }

    [Fact]
    public void SweepStaged_WhenNothingWasEverStaged_IsZero() => store.SweepStaged(Instant.MaxValue).Should().Be(0);

    private Task<StagedFile> Stage(byte[] bytes) => store.Stage(Container, 1, new MemoryStream(bytes), bytes.Length, CancellationToken.None);

    private async Task<StagedFile> Keep(byte[] bytes)
    {
        var staged = await Stage(bytes);
        file = file with { Receipt = Guid.NewGuid() };
        store.Keep(staged, file.Receipt.Value);
        return staged;
    }

    private byte[] Kept(UploadFile of)
    {
        using var bytes = store.OpenKept(of)!;
        return Bytes(bytes);
    }

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
