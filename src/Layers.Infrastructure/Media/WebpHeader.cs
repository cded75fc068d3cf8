using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

internal static class WebpHeader
{
    private const int MaxChunks = 10_000;
    private const int FirstChunk = 12;

    public static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    /// <summary>Size from the first chunk: lossy, lossless, or the canvas of an extended file that does hold a picture.</summary>
    public static MediaFacts? Read(ByteSource bytes)
    {
        Span<byte> head = stackalloc byte[30];
        if (!bytes.TryRead(0, head[..25]))
            return null;
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var endOfFirst = FirstChunk + 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[16..]);
        if (end > bytes.Length || endOfFirst > end)
            return null;

        // The shortest lossless file is cut before the 30th byte, so the rest is filled only where it is needed.
        var kind = head.Slice(FirstChunk, 4);
        var size = kind.SequenceEqual("VP8L"u8) ? LosslessSize(head[20..25])
            : !bytes.TryRead(0, head) ? null
            : kind.SequenceEqual("VP8 "u8) ? LossySize(head[20..])
            : kind.SequenceEqual("VP8X"u8) && HoldsPicture(bytes, endOfFirst, end) ? CanvasSize(head[24..])
            : null;
        return size is null ? null : new MediaFacts(MediaTypes.Webp, size.Value.Width, size.Value.Height, DurationMs: null);
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

    private static (int Width, int Height)? CanvasSize(ReadOnlySpan<byte> canvas) =>
        ((canvas[0] | (canvas[1] << 8) | (canvas[2] << 16)) + 1, (canvas[3] | (canvas[4] << 8) | (canvas[5] << 16)) + 1);

    private static bool HoldsPicture(ByteSource bytes, long position, long end)
    {
        Span<byte> head = stackalloc byte[8];
        for (var chunk = 0; chunk < MaxChunks && bytes.TryRead(position, head); chunk++)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (position + 8 + size > end)
                return false;
            if (head.StartsWith("VP8 "u8) || head.StartsWith("VP8L"u8) || head.StartsWith("ANMF"u8))
                return true;
            position += 8 + size + (size & 1);
        }

        return false;
    }
}
