namespace Layers.Application.Tests.Content;

/// <summary>Tells when it is closed.</summary>
internal sealed class ClosedStream() : MemoryStream(new byte[10])
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsClosed => closed.Task.WaitAsync(TimeSpan.FromMinutes(1));

    protected override void Dispose(bool disposing)
    {
        closed.TrySetResult();
        base.Dispose(disposing);
    }
}

/// <summary>Bytes that come when a test sends them.</summary>
internal sealed class SlowSender : MemoryStream
{
    private readonly TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isDone;

    /// <summary>Done when somebody waits for bytes.</summary>
    public Task IsRead => read.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void Send(byte[] bytes) => sent.SetResult(bytes);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        read.TrySetResult();
        var bytes = await sent.Task.WaitAsync(cancellationToken);
        if (isDone)
            return 0;
        isDone = true;
        bytes.CopyTo(buffer);
        return bytes.Length;
    }
}
