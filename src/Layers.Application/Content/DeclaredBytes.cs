using System.Runtime.ExceptionServices;
using Layers.Domain;

namespace Layers.Application.Content;

/// <summary>
/// Bytes on their way into the store, held to their declared size. More bytes are <see cref="ErrorKind.PayloadTooLarge"/>, as soon as the first of them
/// comes; fewer are <see cref="ErrorKind.Validation"/>. While it waits for its source, the patience with the store stands still. It leaves the source open,
/// and once it is disposed nobody reads the source through it.
/// </summary>
internal sealed class DeclaredBytes(Stream source, long declaredSize, Patience patience) : Stream
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource closing = new();
    private long arrived;

    /// <summary>What reading the source threw; null while all is well.</summary>
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

    /// <summary>
    /// Throws unless all bytes were read, and no more come: what reading threw, if it did, even when the store says nothing of it;
    /// <see cref="ErrorKind.Unavailable"/> when the store has left bytes.
    /// </summary>
    public async Task DemandEnd(CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (arrived < declaredSize)
            throw MediaStoreGuard.Unavailable(new IOException($"The media store has read {arrived} of {declaredSize} bytes."));
        _ = await ReadAsync(new byte[1], cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
            return await Read(buffer, ending.Token);
        }
        finally
        {
            turn.Release();
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

    // A store that was given up may go on reading, and the source of the next request may be the same object.
    public override async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await turn.WaitAsync();
        closing.Dispose();
        turn.Dispose();
        await base.DisposeAsync();
    }

    private async ValueTask<int> Read(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        patience.Pause();
        try
        {
            return Counted(await source.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Failure = failure;
            throw;
        }
        finally
        {
            patience.Renew();
        }
    }

    private int Counted(int count, int room)
    {
        arrived += count;
        if (arrived > declaredSize)
            throw new DomainException(ErrorKind.PayloadTooLarge, $"The file was declared with {declaredSize} bytes, and more came.");
        if (count == 0 && room > 0 && arrived < declaredSize)
            throw DomainException.Invalid($"The file was declared with {declaredSize} bytes, and {arrived} came.");
        return count;
    }
}
