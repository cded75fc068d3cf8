using System.Buffers.Binary;
using System.Text;

namespace Layers.Testing.Media;

/// <summary>Boxes of an MP4 or QuickTime file with anything about them bent. There is nothing to play in it.</summary>
public sealed record Movie
{
    public static readonly int[] Upright = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

    public static readonly int[] QuarterTurn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];

    public static readonly int[] ThreeQuarters = [0, -0x10000, 0, 0x10000, 0, 0, 0, 0, 0x40000000];

    public static readonly int[] HalfTurn = [-0x10000, 0, 0, 0, -0x10000, 0, 0, 0, 0x40000000];

    /// <summary>Major brand first; empty for a file from before brands.</summary>
    public IReadOnlyList<string> Brands { get; init; } = ["isom", "mp42"];

    /// <summary>One track for each handler.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = ["vide"];

    public int Width { get; init; } = 640;

    public int Height { get; init; } = 360;

    public int[] Matrix { get; init; } = Upright;

    public uint TimeScale { get; init; } = 1000;

    public ulong Duration { get; init; } = 5000;

    /// <summary>In the headers of tracks; null for the same.</summary>
    public ulong? TrackDuration { get; init; }

    /// <summary>Of the headers with times: 0 has 32 bits for them, 1 has 64.</summary>
    public byte Version { get; init; }

    /// <summary>Put after the movie header.</summary>
    public byte[] MovieExtra { get; init; } = [];

    public byte[] Bytes() => [.. Type(), .. Box("moov", [Header(), MovieExtra, .. Handlers.Select(Track)]), .. Box("mdat", new byte[32])];

    public static byte[] Box(string type, params byte[][] parts) =>
        [.. Int((uint)parts.Sum(part => part.Length) + 8), .. Encoding.Latin1.GetBytes(type), .. parts.SelectMany(part => part)];

    /// <summary>A box that lies about its size, with the size in 32 bits.</summary>
    public static byte[] Liar(string type, uint size, params byte[][] parts) =>
        [.. Int(size), .. Encoding.Latin1.GetBytes(type), .. parts.SelectMany(part => part)];

    /// <summary>A box that lies about its size, with the size in 64 bits.</summary>
    public static byte[] LongLiar(string type, ulong size, params byte[][] parts) =>
        [.. Int(1), .. Encoding.Latin1.GetBytes(type), .. Long(size), .. parts.SelectMany(part => part)];

    public static byte[] Int(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Long(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private byte[] Type() => Brands.Count == 0
        ? []
        : Box("ftyp", Encoding.Latin1.GetBytes(Brands[0]), Int(512), Encoding.Latin1.GetBytes(string.Concat(Brands)));

    private byte[] Header() => Box("mvhd", [Version, 0, 0, 0], Time(0), Time(0), Int(TimeScale), Time(Duration), new byte[80]);

    private byte[] Track(string handler)
    {
        // Other tracks have another size, so that a test sees which one was taken.
        var (width, height) = handler == "vide" ? (Width, Height) : (11, 22);
        return Box(
            "trak",
            Box(
                "tkhd",
                [Version, 0, 0, 7],
                Time(0),
                Time(0),
                new byte[8],
                Time(TrackDuration ?? Duration),
                new byte[16],
                [.. Matrix.SelectMany(cell => Int((uint)cell))],
                Int((uint)width << 16),
                Int((uint)height << 16)),
            Box("mdia", Box("hdlr", new byte[8], Encoding.Latin1.GetBytes(handler), new byte[13])));
    }

    private byte[] Time(ulong value) => Version == 0 ? Int((uint)value) : Long(value);
}
