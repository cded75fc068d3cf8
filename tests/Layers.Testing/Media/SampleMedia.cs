using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using NodaTime;

namespace Layers.Testing.Media;

/// <summary>Small real media of one colour, so that tests need no files beside the code.</summary>
public static class SampleMedia
{
    /// <summary>A true-colour PNG; the colour as in <c>0xRRGGBB</c>.</summary>
    public static byte[] Png(int width, int height, int rgb)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);

        // Eight bits a channel, true colour, no interlacing.
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Pixels(width, height, rgb));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>A baseline JPEG; the colour as in <c>0xRRGGBB</c>.</summary>
    public static byte[] Jpeg(int width, int height, int rgb) => SampleJpeg.Make(width, height, rgb);

    /// <summary>An H.264 video that shows one grey picture for that long. Sides are even, as the codec wants them.</summary>
    public static byte[] Mp4(int width, int height, Duration duration) => SampleVideo.Make(width, height, (uint)duration.TotalMilliseconds);

    private static byte[] Pixels(int width, int height, int rgb)
    {
        // A line begins with its filter: none.
        var line = new byte[1 + (width * 3)];
        for (var at = 1; at < line.Length; at += 3)
            (line[at], line[at + 1], line[at + 2]) = ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
                zlib.Write(line);
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        file.Write(chunk);
    }
}
