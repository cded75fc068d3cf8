using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

internal static class PngHeader
{
    private const int MaxChunks = 100_000;
    private const int EndOfIhdr = 33;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Size from IHDR; the chunks are walked by their lengths and never unpacked, so nothing can swell.</summary>
    public static MediaFacts? Read(ByteSource bytes)
    {
        Span<byte> head = stackalloc byte[EndOfIhdr];
        if (!bytes.TryRead(0, head) || !head[8..16].SequenceEqual("\0\0\0\rIHDR"u8))
            return null;
        if (BinaryPrimitives.ReadUInt32BigEndian(head[29..]) != Crc32.Of(head[12..29]))
            return null;

        var width = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return IsWhole(bytes) ? new MediaFacts(MediaTypes.Png, width, height, DurationMs: null) : null;
    }

    private static bool IsWhole(ByteSource bytes)
    {
        Span<byte> head = stackalloc byte[8];
        var position = (long)EndOfIhdr;
        var hasData = false;
        for (var chunk = 0; chunk < MaxChunks && bytes.TryRead(position, head); chunk++)
        {
            position += 12L + BinaryPrimitives.ReadUInt32BigEndian(head);
            if (position > bytes.Length)
                return false;
            hasData |= head[4..].SequenceEqual("IDAT"u8);
            if (head[4..].SequenceEqual("IEND"u8))
                return hasData;
        }

        return false;
    }
}
