using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Layers.Testing.Media;

/// <summary>Real images where a test needs more than one colour and a size, and broken ones.</summary>
public static class Images
{
    /// <summary>6×4, made with cwebp.</summary>
    public static byte[] LossyWebp => Convert.FromBase64String(
        "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoGAAQAAgA0JaACdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA=");

    /// <summary>6×4, made with cwebp.</summary>
    public static byte[] LosslessWebp => Convert.FromBase64String("UklGRhwAAABXRUJQVlA4TA8AAAAvBcAAAAcQ/Y/+ByKi/wEA");

    /// <summary>6×4 with transparency, made with cwebp.</summary>
    public static byte[] ExtendedWebp => Convert.FromBase64String(
        "UklGRmAAAABXRUJQVlA4WAoAAAAQAAAABQAAAwAAQUxQSAoAAAABB1DAiAhERP8DVlA4IDAAAADQAQCdASoGAAQAAgA0JaACdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA=");

    /// <summary>6×4 in two frames, made with img2webp.</summary>
    public static byte[] AnimatedWebp => Convert.FromBase64String(
        "UklGRrYAAABXRUJQVlA4WAoAAAASAAAABQAAAwAAQU5JTQYAAAD/////AABBTk1GKAAAAAAAAAAAAAUAAAMAAGQAAAJWUDhMDwAAAC8FwAAABxD9j/4HIqL/AQBBTk1GWgAAAAAAAAAAAAUAAAMAAGQAAAJBTFBICgAAAAEHUMCICERE/wNWUDggMAAAANABAJ0BKgYABAACADQloAJ0ugH4AAOwAP7wxAv/ILlhdcjX/yA/5Af8gP/48gAAAA==");

    /// <summary>A photo as a phone takes it: the pixels lie as the sensor does, and EXIF says how it was held.</summary>
    public static byte[] TurnedJpeg(int width, int height, short orientation, bool littleEndian) =>
        JpegWith(width, height, 0xE1, [.. "Exif\0\0"u8, .. Exif(orientation, littleEndian)]);

    /// <summary>The same as a PNG, whose <c>eXIf</c> has no prefix.</summary>
    public static byte[] TurnedPng(int width, int height, short orientation, bool littleEndian) =>
        PngWith("eXIf", Exif(orientation, littleEndian), width, height);

    /// <summary>The same as a WebP of 6×4, whose EXIF comes behind the picture; some writers put JPEG's prefix in front of it.</summary>
    public static byte[] TurnedWebp(short orientation, bool littleEndian, bool withPrefix = false)
    {
        var exif = Exif(orientation, littleEndian);
        byte[] content = withPrefix ? [.. "Exif\0\0"u8, .. exif] : exif;
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, content.Length);
        byte[] file = [.. ExtendedWebp, .. "EXIF"u8, .. size, .. content];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        file[20] |= 0x08;
        return file;
    }

    /// <summary>A JPEG with one more segment at its beginning.</summary>
    public static byte[] JpegWith(int width, int height, byte marker, byte[] content)
    {
        var plain = SampleMedia.Jpeg(width, height, 0x204060);
        var length = content.Length + 2;
        return [.. plain[..2], 0xFF, marker, (byte)(length >> 8), (byte)length, .. content, .. plain[2..]];
    }

    /// <summary>A whole PNG with one more chunk behind its header.</summary>
    public static byte[] PngWith(string type, byte[] content, int width = 8, int height = 8)
    {
        var plain = SampleMedia.Png(width, height, 0);
        return [.. plain[..33], .. Chunk(type, content), .. plain[33..]];
    }

    /// <summary>A PNG header that says any size and is right about its checksum; no picture behind it fits.</summary>
    public static byte[] PngOfSize(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [.. SampleMedia.Png(1, 1, 0)[..8], .. Chunk("IHDR", header), .. Chunk("IDAT", [0]), .. Chunk("IEND", [])];
    }

    /// <summary>A few bytes that unpack to so many megabytes of text.</summary>
    public static byte[] Bomb(int megabytes)
    {
        using var packed = new MemoryStream();
        packed.Write("Comment\0\0"u8);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            for (var times = 0; times < megabytes; times++)
                zlib.Write(block);
        }

        return packed.ToArray();
    }

    // Its length is even, as chunks of a WebP have to be.
    private static byte[] Exif(short orientation, bool littleEndian) => littleEndian
        ? [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 2, 0, 0, 0, 65, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 0x0F, 0, 2, 0, 0, 0, 2, 65, 0, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. Movie.Int((uint)content.Length), .. named, .. Movie.Int(Crc32.HashToUInt32(named))];
    }
}
