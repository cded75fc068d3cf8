using System.Buffers.Binary;
using System.IO.Hashing;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

internal static class PngHeader
{
    private const int MaxChunks = 100_000;
    private const int EndOfIhdr = 33;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Size from IHDR, turned as <c>eXIf</c> says; the chunks are walked by their lengths and never unpacked, so nothing can swell.</summary>
    public static MediaFinding Read(ByteSource bytes)
    {
        Span<byte> head = stackalloc byte[EndOfIhdr];
        if (!bytes.TryRead(0, head))
            return MediaFinding.Refused(MediaDefect.CutOff, MediaTypes.Png.Name);
        if (!head[8..16].SequenceEqual("\0\0\0\rIHDR"u8) || BinaryPrimitives.ReadUInt32BigEndian(head[29..]) != Crc32.HashToUInt32(head[12..29]))
            return MediaFinding.Refused(MediaDefect.Damaged, MediaTypes.Png.Name);

        var width = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        return Walk(bytes, out var isOnItsSide) is { } defect ? MediaFinding.Refused(defect, MediaTypes.Png.Name)
            : MediaFinding.Of(isOnItsSide
                ? new MediaFacts(MediaTypes.Png, height, width, DurationMs: null, MediaCodecs.Png)
                : new MediaFacts(MediaTypes.Png, width, height, DurationMs: null, MediaCodecs.Png));
    }

    private static MediaDefect? Walk(ByteSource bytes, out bool isOnItsSide)
    {
        isOnItsSide = false;
        Span<byte> head = stackalloc byte[8];
        var position = (long)EndOfIhdr;
        var hasData = false;
        for (var chunk = 0; chunk < MaxChunks; chunk++)
        {
            if (!bytes.TryRead(position, head))
                return MediaDefect.CutOff;
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var content = position + head.Length;
            position += 12L + length;
            if (position > bytes.Length)
                return MediaDefect.CutOff;
            hasData |= head[4..].SequenceEqual("IDAT"u8);
            if (head[4..].SequenceEqual("eXIf"u8))
                isOnItsSide = ExifOrientation.IsOnItsSide(bytes, content, length);
            if (head[4..].SequenceEqual("IEND"u8))
                return hasData ? null : MediaDefect.Damaged;
        }

        return MediaDefect.Damaged;
    }
}
