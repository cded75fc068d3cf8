namespace Layers.Application.Seams;

/// <summary>
/// A file elsewhere as a stream: it fetches what is read, and nothing else, in ranges of 64 KB or, when it is read on and on or takes many ranges, of up to
/// 1 MB. Disposing it cancels a fetch that is under way.
/// </summary>
/// <param name="length">Of the file.</param>
/// <param name="fetch">Returns all bytes of the range, which lies in the file. When it throws, reading throws.</param>
public sealed class RangeStream(long length, RangeStream.Fetch fetch) : Stream
{
    private const int SmallestRange = 64 * 1024;
    private const int LargestRange = 1024 * 1024;

    // A film of many fragments has an index in each. After so many ranges it is quicker to read over what lies between them.
    private const int RangesOfOneSize = 16;

    private readonly CancellationTokenSource closing = new();
    private int fetches;
    private ReadOnlyMemory<byte> range;
    private long rangeStart;

    public delegate Task<ReadOnlyMemory<byte>> Fetch(long offset, int count, CancellationToken cancellationToken);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || Position >= length)
            return 0;
        if (Position < rangeStart || Position >= rangeStart + range.Length)
            await Load(cancellationToken);
        var found = range[(int)(Position - rangeStart)..];
        var count = Math.Min(found.Length, buffer.Length);
        found[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // It blocks its thread: who reads headers does so on a thread of its own, for parsers of spans cannot await.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => length,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            closing.Cancel();
        base.Dispose(disposing);
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var goesOn = range.Length > 0 && Position == rangeStart + range.Length;
        var size = Math.Max(goesOn ? range.Length * 2L : SmallestRange, (long)SmallestRange << Math.Min(fetches++ / RangesOfOneSize, 8));
        var count = (int)Math.Min(Math.Min(size, LargestRange), length - Position);
        var fetched = await Fetched(count, cancellationToken);
        if (fetched.Length != count)
            throw new IOException($"A range of {count} bytes was asked for, and {fetched.Length} came.");
        (range, rangeStart) = (fetched, Position);
    }

    private async Task<ReadOnlyMemory<byte>> Fetched(int count, CancellationToken cancellationToken)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        var fetching = fetch(Position, count, ending.Token);
        try
        {
            return await fetching.WaitAsync(ending.Token);
        }
        finally
        {
            // Disposing it while it cancels a fetch would keep the fetch from learning of it.
            if (fetching.IsCompleted)
                ending.Dispose();
        }
    }
}
