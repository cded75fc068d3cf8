namespace Layers.Infrastructure.Media;

/// <summary>A stream read by position, which answers «not there» instead of throwing.</summary>
internal sealed class ByteSource(Stream stream)
{
    private const int BlockSize = 64 * 1024;

    public long Length { get; } = stream.Length;

    /// <summary>Fills the whole span from the position; false when the bytes do not reach that far.</summary>
    public bool TryRead(long position, Span<byte> into)
    {
        if (position < 0 || position > Length - into.Length)
            return false;
        stream.Position = position;
        return stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }

    /// <summary>Whether these two bytes stand next to each other anywhere from the position on; holds one block at a time.</summary>
    public bool Contains(byte first, byte second, long position)
    {
        ReadOnlySpan<byte> sought = [first, second];
        var block = new byte[BlockSize];
        while (position < Length - 1)
        {
            var part = block.AsSpan(0, (int)Math.Min(BlockSize, Length - position));
            if (!TryRead(position, part))
                return false;
            if (part.IndexOf(sought) >= 0)
                return true;
            position += part.Length - 1;
        }

        return false;
    }
}
