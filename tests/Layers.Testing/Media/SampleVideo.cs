using System.Buffers.Binary;
using System.Text;

namespace Layers.Testing.Media;

/// <summary>An MP4 file around one picture that stands for the whole duration.</summary>
internal static class SampleVideo
{
    private const int MillisecondsPerSecond = 1000;

    /// <summary>As in the published format: 1 and 16384 in fixed point, on the diagonal.</summary>
    private static readonly byte[] Upright = [.. Int(0x10000), .. Int(0), .. Int(0), .. Int(0), .. Int(0x10000), .. Int(0), .. Int(0), .. Int(0), .. Int(0x40000000)];

    public static byte[] Make(int width, int height, uint durationMs)
    {
        var frame = GreyPicture.KeyFrame(width, height);
        byte[] sample = [.. Int((uint)frame.Length), .. frame];
        var type = Box("ftyp", "isom"u8.ToArray(), Int(512), "isomiso2avc1mp41"u8.ToArray());

        // The movie says where the picture stands, which depends on how long the movie is, which does not depend on what it says.
        var length = type.Length + Movie(width, height, durationMs, (uint)sample.Length, 0).Length;
        return [.. type, .. Movie(width, height, durationMs, (uint)sample.Length, (uint)length + 8), .. Box("mdat", sample)];
    }

    private static byte[] Movie(int width, int height, uint durationMs, uint sampleSize, uint sampleAt) => Box(
        "moov",
        Box("mvhd", Int(0), Int(0), Int(0), Int(MillisecondsPerSecond), Int(durationMs), Int(0x10000), [1, 0], new byte[10], Upright, new byte[24], Int(2)),
        Box(
            "trak",
            Box("tkhd", Int(3), Int(0), Int(0), Int(1), Int(0), Int(durationMs), new byte[16], Upright, Int((uint)width << 16), Int((uint)height << 16)),
            Box(
                "mdia",
                Box("mdhd", Int(0), Int(0), Int(0), Int(MillisecondsPerSecond), Int(durationMs), [0x55, 0xC4, 0, 0]),
                Box("hdlr", Int(0), Int(0), "vide"u8.ToArray(), new byte[12], "VideoHandler\0"u8.ToArray()),
                Box(
                    "minf",
                    Box("vmhd", Int(1), new byte[8]),
                    Box("dinf", Box("dref", Int(0), Int(1), Box("url ", Int(1)))),
                    Samples(width, height, durationMs, sampleSize, sampleAt)))));

    private static byte[] Samples(int width, int height, uint durationMs, uint sampleSize, uint sampleAt) => Box(
        "stbl",
        Box("stsd", Int(0), Int(1), Codec(width, height)),
        Box("stts", Int(0), Int(1), Int(1), Int(durationMs)),
        Box("stsc", Int(0), Int(1), Int(1), Int(1), Int(1)),
        Box("stsz", Int(0), Int(sampleSize), Int(1)),
        Box("stco", Int(0), Int(1), Int(sampleAt)));

    private static byte[] Codec(int width, int height)
    {
        var sequence = GreyPicture.SequenceParameters(width, height);
        var picture = GreyPicture.PictureParameters();
        return Box(
            "avc1",
            [0, 0, 0, 0, 0, 0, 0, 1],
            new byte[16],
            Short(width),
            Short(height),
            Int(0x480000),
            Int(0x480000),
            Int(0),
            Short(1),
            new byte[32],
            Short(24),
            Short(0xFFFF),
            Box("avcC", [1, .. sequence[1..4], 0xFF, 0xE1, .. Short(sequence.Length), .. sequence, 1, .. Short(picture.Length), .. picture]));
    }

    private static byte[] Box(string type, params byte[][] parts) =>
        [.. Int((uint)parts.Sum(part => part.Length) + 8), .. Encoding.ASCII.GetBytes(type), .. parts.SelectMany(part => part)];

    private static byte[] Int(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
