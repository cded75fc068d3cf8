using Layers.Domain;

namespace Layers.Application.Content;

/// <summary>
/// Bytes on their way into the store, held to their declared size. More bytes are <see cref="ErrorKind.PayloadTooLarge"/>, as soon as the first of them
/// comes; fewer are <see cref="ErrorKind.Validation"/>. It leaves the source open.
/// </summary>
internal sealed class DeclaredBytes(Stream source, long declaredSize) : Stream
{
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long arrived;

    /// <summary>Done when the last byte has been read.</summary>
    public Task AtEnd => end.Task;

    /// <summary>What reading threw; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => declaredSize;

    public override long Position
    {
        get => arrived;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await source.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The server's requests cannot be read otherwise.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The bytes are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    private int Counted(int count, int room)
    {
        arrived += count;
        if (arrived > declaredSize)
            throw new DomainException(ErrorKind.PayloadTooLarge, $"The file was declared with {declaredSize} bytes, and more came.");
        if (count == 0 && room > 0 && arrived < declaredSize)
            throw DomainException.Invalid($"The file was declared with {declaredSize} bytes, and {arrived} came.");
        if (arrived == declaredSize)
            end.TrySetResult();
        return count;
    }
}
