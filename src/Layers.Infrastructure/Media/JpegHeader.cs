using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>
/// Size from the frame header, turned as the EXIF orientation says, because every viewer turns it. Once the picture's data has
/// begun the file is taken: cameras leave out the end mark, viewers do not ask for it, and the size of the upload tells whether
/// the file was cut.
/// </summary>
internal static class JpegHeader
{
    private const int MaxSegments = 4096;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App1 = 0xE1;

    public static ReadOnlySpan<byte> Signature => [0xFF, StartOfImage, 0xFF];

    public static MediaFinding Read(ByteSource bytes)
    {
        (int Width, int Height)? size = null;
        string? codec = null;
        bool? isOnItsSide = null;
        var position = 2L;
        Span<byte> head = stackalloc byte[4];
        for (var segment = 0; segment < MaxSegments; segment++)
        {
            if (!bytes.TryRead(position, head))
                return MediaFinding.Refused(MediaDefect.CutOff, MediaTypes.Jpeg.Name);
            var marker = head[1];

            // Marks may be filled up, and decoders pass over what is none.
            if (head[0] != 0xFF || marker == 0xFF)
            {
                position++;
                continue;
            }

            if (marker is <= 1 or (>= 0xD0 and <= StartOfImage))
            {
                position += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 2 || marker == EndOfImage)
                break;
            if (marker == StartOfScan)
                return size is null ? Damaged() : HasData(bytes, position + 2 + length) ? Found(size.Value, isOnItsSide == true, codec) : CutOff();
            if (IsFrame(marker) && size is null)
                (size, codec) = (Size(bytes, position), CodecOf(marker));
            if (marker == App1 && isOnItsSide is null && IsExif(bytes, position + 4, length - 2))
                isOnItsSide = ExifOrientation.IsOnItsSide(bytes, position + 4, length - 2);
            position += 2 + length;
        }

        return Damaged();
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static string CodecOf(byte frame) => frame switch
    {
        <= 0xC2 => MediaCodecs.Jpeg,
        >= 0xC9 => MediaCodecs.ArithmeticJpeg,
        _ => MediaCodecs.LosslessJpeg,
    };

    private static (int Width, int Height)? Size(ByteSource bytes, long position)
    {
        Span<byte> frame = stackalloc byte[9];
        return bytes.TryRead(position, frame)
            ? (BinaryPrimitives.ReadUInt16BigEndian(frame[7..]), BinaryPrimitives.ReadUInt16BigEndian(frame[5..]))
            : null;
    }

    private static bool IsExif(ByteSource bytes, long position, int length)
    {
        Span<byte> name = stackalloc byte[ExifOrientation.Prefix.Length];
        return length > name.Length && bytes.TryRead(position, name) && name.SequenceEqual(ExifOrientation.Prefix);
    }

    private static bool HasData(ByteSource bytes, long position)
    {
        Span<byte> one = stackalloc byte[1];
        return bytes.TryRead(position, one);
    }

    private static MediaFinding Found((int Width, int Height) size, bool isOnItsSide, string? codec) => MediaFinding.Of(isOnItsSide
        ? new(MediaTypes.Jpeg, size.Height, size.Width, DurationMs: null, codec)
        : new(MediaTypes.Jpeg, size.Width, size.Height, DurationMs: null, codec));

    private static MediaFinding Damaged() => MediaFinding.Refused(MediaDefect.Damaged, MediaTypes.Jpeg.Name);

    private static MediaFinding CutOff() => MediaFinding.Refused(MediaDefect.CutOff, MediaTypes.Jpeg.Name);
}
