namespace Layers.Testing.Media;

/// <summary>A file of any length without its bytes: a beginning, then zeros. Counts what is read of it.</summary>
public sealed class ZerosAfterStream(byte[] beginning, long length) : Stream
{
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, length - Position)];
        part.Clear();
        if (Position < beginning.Length)
            beginning.AsSpan((int)Position, (int)Math.Min(part.Length, beginning.Length - Position)).CopyTo(part);
        Position += part.Length;
        BytesRead += part.Length;
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
