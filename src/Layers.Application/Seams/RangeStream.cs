namespace Layers.Application.Seams;

/// <summary>
/// A file elsewhere as a stream: it fetches what is read, and nothing else, in ranges of 64 KB or, when it is read on and on, of up to 1 MB.
/// </summary>
/// <param name="length">Of the file.</param>
/// <param name="fetch">Returns all bytes of the range, which lies in the file. When it throws, reading throws.</param>
public sealed class RangeStream(long length, RangeStream.Fetch fetch) : Stream
{
    private const int SmallestRange = 64 * 1024;
    private const int LargestRange = 1024 * 1024;

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

    private async Task Load(CancellationToken cancellationToken)
    {
        var goesOn = range.Length > 0 && Position == rangeStart + range.Length;
        var count = (int)Math.Min(goesOn ? Math.Min(range.Length * 2, LargestRange) : SmallestRange, length - Position);
        var fetched = await fetch(Position, count, cancellationToken);
        if (fetched.Length != count)
            throw new IOException($"A range of {count} bytes was asked for, and {fetched.Length} came.");
        (range, rangeStart) = (fetched, Position);
    }
}
