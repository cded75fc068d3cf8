using System.Buffers.Binary;
using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;
using NodaTime;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>A file from a stranger yields null: no exception, and no more memory or reading than an honest one.</summary>
public sealed class HostileMediaTests
{
    private const int LittleMemory = 2_000_000;

    private static readonly Dictionary<string, byte[]> SampleFiles = new()
    {
        ["PNG"] = SampleMedia.Png(9, 5, 0x123456),
        ["JPEG"] = SampleMedia.Jpeg(9, 5, 0x123456),
        ["turned JPEG"] = Images.TurnedJpeg(9, 5, 6, littleEndian: false),
        ["lossy WebP"] = Images.LossyWebp,
        ["lossless WebP"] = Images.LosslessWebp,
        ["extended WebP"] = Images.ExtendedWebp,
        ["animated WebP"] = Images.AnimatedWebp,
        ["MP4"] = SampleMedia.Mp4(32, 16, Duration.FromSeconds(3)),
        ["wide MP4"] = new Movie { Version = 1, Handlers = ["soun", "vide"] }.Bytes(),
        ["QuickTime"] = new Movie { Brands = ["qt  "] }.Bytes(),
    };

    private static readonly Dictionary<string, byte[]> BrokenFiles = new()
    {
        ["nothing"] = [],
        ["a name"] = [.. "<html><script>alert(1)</script></html>"u8],
        ["PNG signature only"] = SampleMedia.Png(1, 1, 0)[..8],
        ["PNG header only"] = SampleMedia.Png(1, 1, 0)[..33],
        ["PNG without data"] = [.. SampleMedia.Png(1, 1, 0)[..33], .. SampleMedia.Png(1, 1, 0)[^12..]],
        ["PNG with a damaged header"] = WithByte(SampleMedia.Png(1, 1, 0), at: 19, value: 2),
        ["PNG 0 wide"] = Images.PngOfSize(0, 10),
        ["PNG 0 high"] = Images.PngOfSize(10, 0),
        ["PNG of negative size"] = Images.PngOfSize(-5, 10),
        ["PNG of four thousand million million pixels"] = Images.PngOfSize(int.MaxValue, int.MaxValue),
        ["JPEG 0 high"] = SampleMedia.Jpeg(8, 0, 0),
        ["JPEG 0 wide"] = SampleMedia.Jpeg(0, 8, 0),
        ["JPEG signature only"] = [0xFF, 0xD8, 0xFF],
        ["JPEG of fill bytes"] = [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 100_000)],
        ["JPEG of empty segments"] = [0xFF, 0xD8, .. Enumerable.Range(0, 100_000).SelectMany(_ => (byte[])[0xFF, 0xFE, 0, 2])],
        ["JPEG with a segment shorter than its own length"] = WithByte(Images.JpegWith(8, 8, 0xFE, []), at: 5, value: 0),
        ["RIFF that is sound"] = [.. "RIFF\x24\0\0\0WAVEfmt "u8, .. new byte[40]],
        ["WebP with a canvas and no picture"] = [.. Images.ExtendedWebp[..4], 22, 0, 0, 0, .. Images.ExtendedWebp[8..30]],
        ["a box that no film begins with"] = Movie.Box("uuid", new byte[100]),
        ["boxes of an unknown brand without a film"] = [.. Movie.Box("ftyp", [.. "zul7"u8], Movie.Int(0)), .. Movie.Box("mdat", new byte[32])],
        ["MP4 type only"] = Movie.Box("ftyp", [.. "isom"u8], Movie.Int(0)),
        ["MP4 with an empty movie"] = [.. Movie.Box("ftyp", [.. "isomisomisom"u8]), .. Movie.Box("moov"), .. Movie.Box("mdat")],
        ["MP4 without data"] = new Movie().Bytes()[..^40],
        ["MP4 0 wide"] = new Movie { Width = 0 }.Bytes(),
        ["MP4 0 high"] = new Movie { Height = 0 }.Bytes(),
        ["MP4 of no duration"] = new Movie { Duration = 0 }.Bytes(),
        ["MP4 of unknown duration"] = new Movie { Duration = uint.MaxValue }.Bytes(),
        ["MP4 of endless duration"] = new Movie { Duration = ulong.MaxValue - 1, Version = 1 }.Bytes(),
        ["MP4 with no time scale"] = new Movie { TimeScale = 0 }.Bytes(),
        ["MP4 of an unknown version"] = new Movie { Version = 2 }.Bytes(),
        ["MP4 with a box of 4 GB"] = new Movie { MovieExtra = Movie.Liar("free", uint.MaxValue) }.Bytes(),
        ["MP4 with a box smaller than its header"] = new Movie { MovieExtra = Movie.Liar("free", 7) }.Bytes(),
        ["MP4 with a box of 16 EB"] = new Movie { MovieExtra = Movie.LongLiar("free", ulong.MaxValue) }.Bytes(),
        ["MP4 with a box of minus 8 bytes"] = new Movie { MovieExtra = Movie.LongLiar("free", unchecked((ulong)-8)) }.Bytes(),
        ["MP4 with a long box of 0 bytes"] = new Movie { MovieExtra = Movie.LongLiar("free", 0) }.Bytes(),
        ["MP4 with a million boxes"] = new Movie { MovieExtra = Repeated(Movie.Box("free"), 1_000_000) }.Bytes(),
        ["MP4 with a hundred thousand tracks"] = new Movie { MovieExtra = Repeated(Movie.Box("trak"), 100_000) }.Bytes(),
        ["MP4 nested 100000 deep"] = [.. Movie.Box("ftyp", [.. "isomisomisom"u8]), .. Nested(100_000), .. Movie.Box("mdat")],
    };

    public static TheoryData<string> Samples => [.. SampleFiles.Keys];

    public static TheoryData<string> Broken => [.. BrokenFiles.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Probe_WhenASampleIsCutAnywhere_IsNull(string name)
    {
        var file = SampleFiles[name];
        Probe(file).Should().NotBeNull(name);
        for (var length = 0; length < LengthThatMatters(file); length++)
            Probe(file[..length]).Should().BeNull($"{name} was cut at {length} of {file.Length}");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Probe_WhenAnyByteOfASampleIsDamaged_NeverThrows(string name)
    {
        var file = SampleFiles[name];
        foreach (var at in Enumerable.Range(0, file.Length))
        {
            foreach (var value in (byte[])[0x00, 0x01, 0x7F, 0x80, 0xFF])
            {
                var damaged = WithByte([.. file], at, value);
                var act = () => Probe(damaged);
                act.Should().NotThrow($"{name} has {value} at {at}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Probe_WhenNoiseFollowsATrueBeginning_NeverThrows(string name)
    {
        var file = SampleFiles[name];
        var random = new Random(Seed: 20260612);
        for (var round = 0; round < 500; round++)
        {
            var noise = new byte[random.Next(400)];
            random.NextBytes(noise);
            byte[] mixed = [.. file[..random.Next(file.Length)], .. noise];
            var act = () => Probe(mixed);
            act.Should().NotThrow(name);
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Probe_WhenAFileIsBroken_IsNullAndTakesLittleMemory(string name)
    {
        var file = BrokenFiles[name];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var facts = Probe(file);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(LittleMemory, name);
        facts.Should().BeNull(name);
    }

    [Fact]
    public void Probe_WhenTextInAPngUnpacksToHundredsOfMegabytes_DoesNotUnpackIt()
    {
        var file = Images.PngWith("zTXt", Images.Bomb(megabytes: 200));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Probe(file).Should().NotBeNull("the picture itself is fine");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(LittleMemory);
    }

    // The data of a JPEG has no length of its own: a file without its end cannot be told from one that was written without.
    private static int LengthThatMatters(byte[] file)
    {
        var scan = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return file[0] == 0xFF ? scan + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(scan + 2)) + 1 : file.Length;
    }

    private static MediaFacts? Probe(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return new MediaProbe().Probe(stream).Facts;
    }

    private static byte[] WithByte(byte[] file, int at, byte value)
    {
        file[at] = value;
        return file;
    }

    private static byte[] Repeated(byte[] part, int times) => [.. Enumerable.Repeat(part, times).SelectMany(one => one)];

    private static byte[] Nested(int depth)
    {
        var boxes = new byte[depth * 8];
        for (var level = 0; level < depth; level++)
            Movie.Liar(level == 0 ? "moov" : "trak", (uint)(boxes.Length - (level * 8))).CopyTo(boxes, level * 8);
        return boxes;
    }
}
