namespace Layers.Infrastructure.Http;

/// <summary>
/// The connection that a request went over, as seen from the request. A pool hands connections from one request to another, so only what is written
/// and read tells which of them is fresh.
/// </summary>
internal sealed class UsedConnection
{
    private static readonly AsyncLocal<UsedConnection?> OfRequest = new();

    /// <summary>Whether it has served another request before this one; false while nothing was sent.</summary>
    public bool HasServed { get; private set; }

    /// <summary>Of the request that the calling method sends next.</summary>
    public static UsedConnection Follow() => OfRequest.Value = new UsedConnection();

    /// <summary>What a connection must be wrapped in, so that it is seen.</summary>
    public static Stream Watch(Stream connection) => new WatchedStream(connection);

    private sealed class WatchedStream(Stream connection) : Stream
    {
        private bool hasAnswered;

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            NoteRead(await connection.ReadAsync(buffer, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => NoteRead(connection.Read(buffer, offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            NoteWrite();
            return connection.WriteAsync(buffer, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            NoteWrite();
            connection.Write(buffer, offset, count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

        public override void Flush() => connection.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                connection.Dispose();
            base.Dispose(disposing);
        }

        // A response is read after its request was written, so what was read before belongs to an earlier one.
        private void NoteWrite() => OfRequest.Value?.HasServed = hasAnswered;

        private int NoteRead(int count)
        {
            hasAnswered |= count > 0;
            return count;
        }
    }
}
