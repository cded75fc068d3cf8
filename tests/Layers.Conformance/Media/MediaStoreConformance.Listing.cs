using Layers.Testing;

namespace Layers.Conformance.Media;

public abstract partial class MediaStoreConformance<TStore>
{
    [Fact]
    public async Task List_ReturnsEachFileUnderThePrefixOnce()
    {
        string[] names = [.. Enumerable.Range(1, 30).Select(ordinal => $"{KeptPrefix}upload-{ordinal}")];
        foreach (var name in names)
            await Write(name, Bytes(1, size: 10));
        await Write($"{KeptPrefix[..^1]}0/upload-1", Bytes(1, size: 10));
        await Write(Published, Bytes(1, size: 10));

        (await List(KeptPrefix)).Should().BeEquivalentTo(names, "List returns every file under the prefix by the name that it was written under, once, on all pages");
        (await List("kept/")).Should().Contain(names, "a prefix may be a folder further up");
    }

    [Fact]
    public async Task List_WhenNothingBeginsWithThePrefix_IsEmpty() => (await List(KeptPrefix)).Should().BeEmpty("an unknown prefix is no failure");

    [Fact]
    public async Task List_DoesNotReturnWhatWasRemovedOrMoved()
    {
        await Write(Kept, Bytes(1, size: 10));
        await Write($"{KeptPrefix}upload-2", Bytes(1, size: 10));

        await Move();
        await Store.Remove($"{KeptPrefix}upload-2", CancellationToken.None);

        (await List(KeptPrefix)).Should().BeEmpty("a file that was removed or moved before List was called is not listed");
        (await List(PublicPrefix)).Should().Equal(Published);
    }

    [Fact]
    public async Task List_DoesNotReturnWritesUnderWay()
    {
        var underWay = await HalfWritten.Start(Bytes(1), stream => Write(Kept, stream, SomeSize));

        var listed = await List(KeptPrefix);
        await underWay.Finish();

        listed.Should().BeEmpty("a file is listed when all its bytes have come");
        (await List(KeptPrefix)).Should().Equal(Kept);
    }

    [Fact]
    public async Task List_SaysWhenAFileWasWritten_AsOpenDoes()
    {
        await Write(Kept, Bytes(1, size: 10));

        var file = (await Store.Open(Kept, CancellationToken.None))!;
        await file.Bytes.DisposeAsync();

        await foreach (var listed in Store.List(KeptPrefix, CancellationToken.None))
            (listed.WrittenAt - file.WrittenAt).TotalSeconds.Should().BeInRange(-1, 1, "files are removed by their age: List and Open must not disagree by more than their rounding");
    }

    [Fact]
    public async Task Claim_BelongsToOneDatabase_UntilAnotherAdopts()
    {
        var claims = await Crowd.Of(8, index => Claim($"first/{index}"));

        claims.Count(isOwner => isOwner).Should().BeLessThanOrEqualTo(1, "of several databases that ask first, at most one gets the store: write the owner under a condition");
        for (var index = 0; index < claims.Length; index++)
            (await Claim($"first/{index}") || !claims[index]).Should().BeTrue("the owner may ask again");

        await Store.Adopt("second", CancellationToken.None);
        (await Claim("second")).Should().BeTrue("after Adopt the store belongs to the new database");
        (await Claim("third")).Should().BeFalse("a store with an owner belongs to nobody else; another database would remove its files");

        await Store.Adopt("third", CancellationToken.None);
        (await Claim("second")).Should().BeFalse("after Adopt the store belongs to no other database");
        (await Claim("third")).Should().BeTrue("after Adopt the store belongs to the new database");
    }

    private Task<bool> Claim(string database) => Store.Claim(database, CancellationToken.None);
}
