using Layers.Testing;

namespace Layers.Conformance.Media;

public abstract partial class MediaStoreConformance<TStore>
{
    [Fact]
    public async Task Move_GivesTheBytesTheOtherName()
    {
        await Write(Kept, Bytes(1));
        await Write(Published, Bytes(2, size: 10));

        (await Move()).Should().BeTrue();

        ShouldBe(await Read(Published), Bytes(1), "Move replaces the bytes of the other name as a whole");
        (await Read(Kept)).Should().BeNull("after Move the first name has no bytes");
    }

    [Fact]
    public async Task Move_ThatIsRepeated_ReturnsTrueAgain()
    {
        await Write(Kept, Bytes(1));
        await Move();

        (await Move()).Should().BeTrue("a server that crashed after Move calls it again: look whether the other name has the bytes");

        ShouldBe(await Read(Published), Bytes(1), "a repeated Move changes nothing");
    }

    [Fact]
    public async Task Move_OfSeveralAtTheSameTime_ReturnsTrueToAll()
    {
        await Write(Kept, Bytes(1));

        var moved = await Crowd.Of(8, _ => Move());

        moved.Should().AllBeEquivalentTo(true, "the one that comes too late finds the bytes under the other name");
        ShouldBe(await Read(Published), Bytes(1), "the bytes are whole, whoever moved them");
    }

    [Fact]
    public async Task Move_WhenTheNameHasNoBytes_ChangesNothing()
    {
        (await Move()).Should().BeFalse("neither name has bytes");

        (await Read(Published)).Should().BeNull();
    }

    [Fact]
    public async Task Remove_TakesTheBytesAway_AndMayBeRepeated()
    {
        await Store.Remove(Kept, CancellationToken.None);
        await Write(Kept, Bytes(1));

        await Store.Remove(Kept, CancellationToken.None);
        await Store.Remove(Kept, CancellationToken.None);

        (await Read(Kept)).Should().BeNull("after Remove the name has no bytes");
    }

    [Fact]
    public async Task RemoveAll_TakesAwayWhatBeginsWithThePrefix_AndNothingElse()
    {
        await Store.RemoveAll(KeptPrefix, CancellationToken.None);
        await Write(Kept, Bytes(1, size: 10));
        await Write($"{KeptPrefix}upload-2", Bytes(1, size: 10));
        await Write($"{KeptPrefix[..^1]}0/upload-1", Bytes(1, size: 10));
        await Write(Published, Bytes(1, size: 10));

        await Store.RemoveAll(KeptPrefix, CancellationToken.None);

        (await Read(Kept) ?? await Read($"{KeptPrefix}upload-2")).Should().BeNull("RemoveAll removes every file under the prefix");
        (await Read($"{KeptPrefix[..^1]}0/upload-1")).Should().NotBeNull("a longer name of a folder is another folder");
        (await Read(Published)).Should().NotBeNull("other files stay");
    }

    [Fact]
    public async Task RemoveLeftovers_LeavesNamedFilesAndWritesUnderWay()
    {
        await Write(Kept, Bytes(1));
        var underWay = await HalfWritten.Start(Bytes(2), stream => Write(Published, stream, SomeSize));

        await Store.RemoveLeftovers(Long.Ago, CancellationToken.None);
        await underWay.Finish();
        await Store.RemoveLeftovers(Long.Hence, CancellationToken.None);

        ShouldBe(await Read(Kept), Bytes(1), "RemoveLeftovers removes pieces that have no name, and no files");
        ShouldBe(await Read(Published), Bytes(2), "a write that began after the given moment goes on");
    }

    private Task<bool> Move() => Store.Move(Kept, Published, CancellationToken.None);
}
