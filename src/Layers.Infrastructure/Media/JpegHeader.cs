using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

internal static class JpegHeader
{
    private const int MaxSegments = 4096;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App1 = 0xE1;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    /// <summary>Size from the frame header, turned as the EXIF orientation says, because every viewer turns it.</summary>
    public static MediaFacts? Read(ByteSource bytes)
    {
        (int Width, int Height)? size = null;
        int? orientation = null;
        var position = 2L;
        Span<byte> head = stackalloc byte[4];
        for (var segment = 0; segment < MaxSegments && bytes.TryRead(position, head) && head[0] == 0xFF; segment++)
        {
            var marker = head[1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 2 || marker is 0 or EndOfImage)
                return null;
            if (marker == StartOfScan)
                return size is null || !bytes.Contains(0xFF, EndOfImage, position) ? null : Facts(size.Value, orientation);
            if (IsFrame(marker))
                size ??= Size(bytes, position);
            if (marker == App1)
                orientation ??= Orientation(bytes, position + 4, length - 2);
            position += 2 + length;
        }

        return null;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static (int Width, int Height)? Size(ByteSource bytes, long position)
    {
        Span<byte> frame = stackalloc byte[9];
        return bytes.TryRead(position, frame)
            ? (BinaryPrimitives.ReadUInt16BigEndian(frame[7..]), BinaryPrimitives.ReadUInt16BigEndian(frame[5..]))
            : null;
    }

    private static int? Orientation(ByteSource bytes, long position, int length)
    {
        Span<byte> name = stackalloc byte[6];
        if (length < name.Length || !bytes.TryRead(position, name) || !name.SequenceEqual("Exif\0\0"u8))
            return null;
        var tiff = new byte[length - name.Length];
        return bytes.TryRead(position + name.Length, tiff) ? ExifOrientation.Of(tiff) : null;
    }

    private static MediaFacts Facts((int Width, int Height) size, int? orientation) => orientation is >= 5 and <= 8
        ? new(MediaTypes.Jpeg, size.Height, size.Width, DurationMs: null)
        : new(MediaTypes.Jpeg, size.Width, size.Height, DurationMs: null);
}
