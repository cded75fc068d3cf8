using System.Text;
using Layers.Testing.Media;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>An MP4 with every place that may know its length, size and turn, each to be set by itself.</summary>
internal sealed record Film
{
    public static readonly byte[] Type = Movie.Box("ftyp", [.. "isom"u8], Movie.Int(512), [.. "isomiso5"u8]);

    public static readonly byte[] Data = Movie.Box("mdat", new byte[32]);

    public uint Scale { get; init; } = 1000;

    /// <summary>In <c>mvhd</c>.</summary>
    public uint Duration { get; init; }

    public int[] Matrix { get; init; } = Movie.Upright;

    public IReadOnlyList<FilmTrack> Tracks { get; init; } = [new FilmTrack()];

    /// <summary>The content of <c>mvex</c>; null for a film without fragments.</summary>
    public byte[][]? Extension { get; init; }

    /// <summary>After the header and one <c>mdat</c>.</summary>
    public byte[] Rest { get; init; } = [];

    public byte[] Bytes() => [.. Type, .. Header(), .. Data, .. Rest];

    public byte[] Header() => Movie.Box(
        "moov",
        [Movie.Box("mvhd", new byte[12], Movie.Int(Scale), Movie.Int(Duration), new byte[16], Cells(Matrix), new byte[28]),
        .. Tracks.Select(track => track.Bytes()),
        Extension is null ? [] : Movie.Box("mvex", Extension)]);

    public static byte[] Cells(int[] matrix) => [.. matrix.SelectMany(cell => Movie.Int((uint)cell))];

    public static byte[] Hint(uint duration) => Movie.Box("mehd", Movie.Int(0), Movie.Int(duration));

    public static byte[] Defaults(uint track, uint sampleDuration) =>
        Movie.Box("trex", Movie.Int(0), Movie.Int(track), Movie.Int(1), Movie.Int(sampleDuration), new byte[8]);

    /// <summary>A <c>moof</c> with its <c>mdat</c>.</summary>
    public static byte[] Fragment(params byte[][] runs) => [.. Movie.Box("moof", [Movie.Box("mfhd", new byte[8]), .. runs]), .. Data];

    /// <summary>Samples of one track, as many as are counted, or of the durations given.</summary>
    public static byte[] Run(uint track = 1, ulong? time = null, uint? sampleDuration = null, uint count = 0, params uint[] durations) => Movie.Box(
        "traf",
        sampleDuration is { } each
            ? Movie.Box("tfhd", Movie.Int(0x02000A), Movie.Int(track), Movie.Int(1), Movie.Int(each))
            : Movie.Box("tfhd", Movie.Int(0x020000), Movie.Int(track)),
        time is { } at ? Movie.Box("tfdt", Movie.Int(0x01000000), Movie.Long(at)) : [],
        durations.Length > 0
            ? Movie.Box("trun", [Movie.Int(0x000305), Movie.Int((uint)durations.Length), new byte[8], .. durations.Select(one => (byte[])[.. Movie.Int(one), .. Movie.Int(9)])])
            : Movie.Box("trun", Movie.Int(0x000001), Movie.Int(count), Movie.Int(0)));

    public static byte[] Index(uint scale, params uint[] durations) => Movie.Box(
        "sidx",
        [new byte[4], Movie.Int(1), Movie.Int(scale), new byte[8], Movie.Int((uint)durations.Length),
        .. durations.Select(one => (byte[])[.. Movie.Int(100), .. Movie.Int(one), .. new byte[4]])]);
}

/// <summary>A track of a <see cref="Film"/>; what is 0 is written as 0.</summary>
internal sealed record FilmTrack
{
    public uint Id { get; init; } = 1;

    public string Handler { get; init; } = "vide";

    public bool IsEnabled { get; init; } = true;

    public string Codec { get; init; } = "avc1";

    public (uint Width, uint Height) HeaderSize { get; init; } = (640, 360);

    public (ushort Width, ushort Height) CodedSize { get; init; } = (640, 360);

    public int[] Matrix { get; init; } = Movie.Upright;

    /// <summary>In <c>tkhd</c>, in units of the film's scale.</summary>
    public uint Duration { get; init; }

    public uint MediaScale { get; init; } = 600;

    /// <summary>In <c>mdhd</c>.</summary>
    public uint MediaDuration { get; init; }

    public uint Samples { get; init; }

    /// <summary>Of each sample, in <c>stts</c>; 0 for none.</summary>
    public uint SampleDuration { get; init; }

    public byte[] Bytes() => Movie.Box(
        "trak",
        Movie.Box(
            "tkhd",
            [0, 0, 0, (byte)(IsEnabled ? 7 : 6)],
            new byte[8],
            Movie.Int(Id),
            new byte[4],
            Movie.Int(Duration),
            new byte[16],
            Film.Cells(Matrix),
            Movie.Int(HeaderSize.Width << 16),
            Movie.Int(HeaderSize.Height << 16)),
        Movie.Box(
            "mdia",
            Movie.Box("mdhd", new byte[12], Movie.Int(MediaScale), Movie.Int(MediaDuration), new byte[4]),
            Movie.Box("hdlr", new byte[8], Encoding.ASCII.GetBytes(Handler), new byte[13]),
            Movie.Box("minf", Movie.Box("stbl", Description(), Times(), Movie.Box("stsz", new byte[4], Movie.Int(7), Movie.Int(Samples))))));

    private byte[] Description() => Movie.Box(
        "stsd",
        Movie.Int(0),
        Movie.Int(1),
        Movie.Box(Codec, new byte[24], Movie.Int(((uint)CodedSize.Width << 16) | CodedSize.Height), new byte[50]));

    private byte[] Times() => SampleDuration == 0
        ? Movie.Box("stts", new byte[8])
        : Movie.Box("stts", Movie.Int(0), Movie.Int(1), Movie.Int(Samples), Movie.Int(SampleDuration));
}
