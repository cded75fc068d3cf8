using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

internal static class WebpHeader
{
    private const int MaxChunks = 10_000;
    private const int FirstChunk = 12;

    public static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    /// <summary>Size from the first chunk: lossy, lossless, or the canvas of an extended file that does hold a picture.</summary>
    public static MediaFinding Read(ByteSource bytes)
    {
        Span<byte> head = stackalloc byte[30];
        if (!bytes.TryRead(0, head[..25]))
            return Refused(MediaDefect.CutOff);
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (end > bytes.Length)
            return Refused(MediaDefect.CutOff);
        var endOfFirst = FirstChunk + 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[16..]);
        if (endOfFirst > end)
            return Refused(MediaDefect.Damaged);

        // The shortest lossless file ends before the 30th byte, so the rest is filled only where it is needed.
        var kind = head.Slice(FirstChunk, 4);
        if (kind.SequenceEqual("VP8L"u8))
            return Found(LosslessSize(head[20..25]), MediaCodecs.Webp);
        if (!bytes.TryRead(0, head))
            return Refused(MediaDefect.Damaged);
        return kind.SequenceEqual("VP8 "u8) ? Found(LossySize(head[20..]), MediaCodecs.Webp)
            : kind.SequenceEqual("VP8X"u8) ? Extended(bytes, CanvasSize(head[24..]), endOfFirst, end)
            : Refused(MediaDefect.Damaged);
    }

    private static (int Width, int Height)? LossySize(ReadOnlySpan<byte> frame)
    {
        var isKeyFrame = (frame[0] & 1) == 0 && frame[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]);
        return isKeyFrame
            ? (BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF)
            : null;
    }

    private static (int Width, int Height)? LosslessSize(ReadOnlySpan<byte> frame)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(frame[1..]);
        return frame[0] == 0x2F ? ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1) : null;
    }

    private static (int Width, int Height) CanvasSize(ReadOnlySpan<byte> canvas) =>
        ((canvas[0] | (canvas[1] << 8) | (canvas[2] << 16)) + 1, (canvas[3] | (canvas[4] << 8) | (canvas[5] << 16)) + 1);

    private static MediaFinding Extended(ByteSource bytes, (int Width, int Height) canvas, long position, long end)
    {
        Span<byte> head = stackalloc byte[8];
        var (pictures, frames, isOnItsSide) = (0, 0, false);
        for (var chunk = 0; chunk < MaxChunks && position < end - head.Length && bytes.TryRead(position, head); chunk++)
        {
            var content = position + head.Length;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (content + size > end)
                return Refused(MediaDefect.Damaged);
            if (head.StartsWith("VP8 "u8) || head.StartsWith("VP8L"u8))
                pictures++;
            else if (head.StartsWith("ANMF"u8))
                frames++;
            else if (head.StartsWith("EXIF"u8))
                isOnItsSide = ExifOrientation.IsOnItsSide(bytes, content, size);
            position = content + size + (size & 1);
        }

        return pictures + frames == 0 ? Refused(MediaDefect.Damaged)
            : Found(isOnItsSide ? (canvas.Height, canvas.Width) : canvas, frames > 1 ? MediaCodecs.AnimatedWebp : MediaCodecs.Webp);
    }

    private static MediaFinding Found((int Width, int Height)? size, string codec) => size is { } known
        ? MediaFinding.Of(new MediaFacts(MediaTypes.Webp, known.Width, known.Height, DurationMs: null, codec))
        : Refused(MediaDefect.Damaged);

    private static MediaFinding Refused(MediaDefect defect) => MediaFinding.Refused(defect, MediaTypes.Webp.Name);
}
