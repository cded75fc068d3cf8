using Layers.Testing;

namespace Layers.Conformance.Media;

public abstract partial class MediaStoreConformance<TStore>
{
    [Fact]
    public async Task Write_GivesTheNameItsBytes()
    {
        await Write(Kept, Bytes(1));
        await Write(Published, Bytes(2, size: 1));

        ShouldBe(await Read(Kept), Bytes(1), "Write stores all bytes of the stream before it returns");
        ShouldBe(await Read(Published), Bytes(2, size: 1), "a file may be one byte long");
    }

    [Fact]
    public async Task Write_WhenTheNameHasBytes_ReplacesThem()
    {
        await Write(Kept, Bytes(1));

        await Write(Kept, Bytes(2, size: 10));

        ShouldBe(await Read(Kept), Bytes(2, size: 10), "Write replaces the earlier bytes as a whole; nothing of a longer file may remain");
    }

    [Fact]
    public async Task Write_WhoseSourceThrows_ThrowsAndLeavesTheNameAsItWas()
    {
        await Write(Kept, Bytes(1));

        var replacing = () => Write(Kept, Source.BrokenOff(Bytes(2)), SomeSize);
        var creating = () => Write(Published, Source.BrokenOff(Bytes(2)), SomeSize);

        await replacing.Should().ThrowAsync<Exception>("the server tells the sender that the file was too long, too short or cut off only when Write throws");
        await creating.Should().ThrowAsync<Exception>("the server tells the sender that the file was too long, too short or cut off only when Write throws");
        ShouldBe(await Read(Kept), Bytes(1), "bytes get their name when all of them have come, and not before");
        (await Read(Published)).Should().BeNull("a file that was too long, too short or cut off is not kept");
        (await List(PublicPrefix)).Should().BeEmpty("what a failed write has stored must not be listed");
    }

    [Fact]
    public async Task Write_ThatIsCanceled_ThrowsAndLeavesTheNameAsItWas()
    {
        await Write(Kept, Bytes(1));
        using var canceled = new CancellationTokenSource();
        var source = new Source(Bytes(2), async cancellationToken =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken.CanBeCanceled ? cancellationToken : canceled.Token);
        });

        var writing = () => Write(Kept, source, SomeSize, canceled.Token).InTime();

        (await writing.Should().ThrowAsync<Exception>("Write ends when its token is canceled")).Which.Should().NotBeOfType<TimeoutException>();
        ShouldBe(await Read(Kept), Bytes(1), "a canceled write changes nothing");
    }

    [Fact]
    public async Task Write_ThatIsNotFinished_ShowsNothingOfItsBytes()
    {
        await Write(Kept, Bytes(1));
        var replacing = await HalfWritten.Start(Bytes(2), stream => Write(Kept, stream, SomeSize));
        var creating = await HalfWritten.Start(Bytes(2), stream => Write(Published, stream, SomeSize));

        var (earlier, nothing) = (await Read(Kept), await Read(Published));
        await Task.WhenAll(replacing.Finish(), creating.Finish());

        ShouldBe(earlier, Bytes(1), "readers see the earlier bytes until the last byte has come");
        nothing.Should().BeNull("readers see nothing until the last byte has come");
        ShouldBe(await Read(Published), Bytes(2), "the write was finished");
    }

    [Fact]
    public async Task Write_OfSeveralAtTheSameTime_LeavesTheBytesOfOne()
    {
        await Crowd.Of(4, async index =>
        {
            await Write(Kept, Bytes((byte)index));
            return true;
        });

        var left = await Read(Kept);
        Enumerable.Range(0, 4).Any(index => left!.AsSpan().SequenceEqual(Bytes((byte)index)))
            .Should().BeTrue("writes of one name must not be mixed: each writes to a place of its own and takes the name at the end");
    }

    [Fact]
    public async Task Open_WhenTheNameHasNoBytes_ReturnsNull() =>
        (await Store.Open(Kept, CancellationToken.None)).Should().BeNull("an unknown name is no failure; the server responds 404 to it");

    [Fact]
    public async Task Open_ReturnsBytesThatAreReadFromAnyPlace()
    {
        var bytes = Bytes(1);
        await Write(Kept, bytes);

        await using var file = (await Store.Open(Kept, CancellationToken.None))!.Bytes;

        (file.CanSeek, file.Length).Should().Be((true, SomeSize), "the server reads headers and serves ranges: return a seekable stream with a length, like RangeStream");
        foreach (var (start, count) in new[] { (SomeSize - 1, 1), (0, 10), (65_530, 20), (100_000, SomeSize - 100_000), (1, 1) })
        {
            var range = new byte[count];
            file.Position = start;
            await file.ReadExactlyAsync(range);
            ShouldBe(range, bytes[start..(start + count)], $"{count} bytes from {start} on were asked for");
        }

        file.Position = SomeSize;
        (await file.ReadAsync(new byte[1])).Should().Be(0, "there is nothing behind the last byte");
    }

    [Fact]
    public async Task Open_OfBytesThatAreReplacedMeanwhile_NeverMixesThem()
    {
        await Write(Kept, Bytes(1));
        await using var file = (await Store.Open(Kept, CancellationToken.None))!.Bytes;
        await file.ReadExactlyAsync(new byte[10]);

        await Write(Kept, Bytes(2));

        file.Position = 0;
        byte[]? read = null;
        try
        {
            read = await ReadToEnd(file);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // That is allowed: the reader opens it again.
        }

        if (read is not null)
            (read.AsSpan().SequenceEqual(Bytes(1)) || read.AsSpan().SequenceEqual(Bytes(2))).Should().BeTrue("a stream has the bytes of one write: fetch ranges under the version that Open found");
    }
}
