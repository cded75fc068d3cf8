namespace Layers.Conformance.Media;

/// <summary>Bytes that come as a sender sends them: once, asynchronously, and with something that happens halfway.</summary>
internal sealed class Source(byte[] bytes, Func<CancellationToken, Task>? atHalf = null) : Stream
{
    private readonly int half = bytes.Length / 2;
    private Func<CancellationToken, Task>? atHalf = atHalf;
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A sender who breaks off halfway.</summary>
    public static Source BrokenOff(byte[] bytes) => new(bytes, _ => throw new IOException("The sender broke off."));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (position == half && atHalf is { } happen)
        {
            atHalf = null;
            await happen(cancellationToken);
        }

        var count = Math.Min(buffer.Length, (position < half ? half : bytes.Length) - position);
        bytes.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The bytes are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }
}

/// <summary>A write that stands still halfway until it is resumed.</summary>
internal sealed class HalfWritten
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The write as a whole.</summary>
    public Task Written { get; private set; } = Task.CompletedTask;

    public static async Task<HalfWritten> Start(byte[] bytes, Func<Stream, Task> write)
    {
        var half = new HalfWritten();
        half.Written = write(new Source(bytes, async cancellationToken =>
        {
            half.reached.TrySetResult();
            await half.resumed.Task.WaitAsync(cancellationToken);
        }));
        await Task.WhenAny(half.reached.Task, half.Written);
        return half;
    }

    public Task Finish()
    {
        resumed.TrySetResult();
        return Written;
    }
}
