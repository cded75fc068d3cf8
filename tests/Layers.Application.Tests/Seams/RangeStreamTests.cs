using Layers.Application.Seams;

namespace Layers.Application.Tests.Seams;

public sealed class RangeStreamTests
{
    private const int Kilobyte = 1024;
    private static readonly byte[] File = [.. Enumerable.Range(0, 3 * Kilobyte * Kilobyte).Select(index => (byte)(index % 251))];
    private readonly List<(long Offset, int Count)> fetched = [];

    [Fact]
    public async Task Read_ToTheEnd_ReturnsTheFile_InRangesThatGrow()
    {
        await using var stream = Open();
        using var copy = new MemoryStream();

        await stream.CopyToAsync(copy);

        copy.ToArray().Should().Equal(File);
        fetched.Select(range => range.Count / Kilobyte).Should().Equal(64, 128, 256, 512, 1024, 1024, 64);
    }

    [Fact]
    public async Task Read_AfterAJump_FetchesAroundItsPlaceAndNothingElse()
    {
        await using var stream = Open();
        var head = new byte[16];
        await stream.ReadExactlyAsync(head);

        stream.Seek(-100, SeekOrigin.End);
        stream.ReadExactly(head);

        head.Should().Equal(File[^100..^84]);
        fetched.Should().Equal((0, 64 * Kilobyte), (File.Length - 100, 100));
    }

    [Fact]
    public async Task Read_WithinARange_FetchesItOnce()
    {
        await using var stream = Open();

        foreach (var place in new[] { 0, 60_000, 1_000 })
        {
            stream.Position = place;
            stream.ReadByte().Should().Be(File[place]);
        }

        fetched.Should().ContainSingle();
    }

    [Fact]
    public async Task Read_BehindTheEnd_ReturnsNothing()
    {
        await using var stream = Open();
        stream.Position = File.Length;

        (await stream.ReadAsync(new byte[8])).Should().Be(0);
        fetched.Should().BeEmpty();
    }

    [Fact]
    public async Task Read_WhenTheRangeIsShort_Throws()
    {
        await using var stream = new RangeStream(100, (_, _, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[3]));

        var act = async () => await stream.ReadAsync(new byte[8]);

        await act.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public void Read_OfManyFragments_FetchesFewerAndLargerRanges()
    {
        using var stream = Open();

        for (var place = 0; place < File.Length; place += 80 * Kilobyte)
        {
            stream.Position = place;
            stream.ReadByte().Should().Be(File[place]);
        }

        fetched.Should().HaveCountLessThan(30, "after 16 ranges they grow");
        fetched[^2].Count.Should().BeGreaterThan(64 * Kilobyte);
    }

    [Fact]
    public async Task Dispose_EndsAReadThatWaits_EvenWhenTheFetchDoesNot()
    {
        var asked = new TaskCompletionSource();
        var stream = new RangeStream(100, (_, _, _) =>
        {
            asked.SetResult();
            return new TaskCompletionSource<ReadOnlyMemory<byte>>().Task;
        });
        var reading = Task.Run(() => stream.ReadByte());
        await asked.Task;

        await stream.DisposeAsync();

        await reading.Invoking(task => task.WaitAsync(TimeSpan.FromMinutes(1))).Should().ThrowAsync<OperationCanceledException>();
    }

    private RangeStream Open() => new(File.Length, (offset, count, _) =>
    {
        fetched.Add((offset, count));
        return Task.FromResult<ReadOnlyMemory<byte>>(File.AsMemory((int)offset, count));
    });
}
