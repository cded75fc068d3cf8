using System.Buffers.Binary;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>No file, however it was made, costs more than a bounded number of reads, bytes and allocations. Time is not looked at: these are what makes it.</summary>
public sealed class MediaCostTests
{
    private const long MostAllocated = 2_000_000;
    private const long MostRead = 33 * 1024 * 1024;
    private const int MostReads = 32 * 1024;
    private const int Large = 30_000_000;

    private static readonly Dictionary<string, Func<byte[]>> Files = new()
    {
        ["boxes nested without end"] = () => [.. Film.Type, .. Nested("moov", "trak", 500_000)],
        ["boxes of a track nested without end"] = () => [.. Film.Type, .. Movie.Box("moov", Nested("trak", "mdia", 500_000)), .. Film.Data],
        ["millions of tiny boxes at the top"] = () => [.. new Film { Duration = 5_000 }.Bytes(), .. Tiny("free", 1_000_000)],
        ["millions of tiny boxes in front"] = () => [.. Film.Type, .. Tiny("free", 1_000_000), .. new Film { Duration = 5_000 }.Bytes()],
        ["millions of tiny boxes in the movie"] = () => [.. Film.Type, .. Movie.Box("moov", Tiny("free", 1_000_000)), .. Film.Data],
        ["millions of empty tracks"] = () => [.. Film.Type, .. Movie.Box("moov", Tiny("trak", 1_000_000)), .. Film.Data],
        ["millions of empty fragments"] = () => [.. new Film { Extension = [] }.Bytes(), .. Tiny("moof", 1_000_000)],
        ["millions of runs in one fragment"] = () => [.. new Film { Extension = [] }.Bytes(), .. Movie.Box("moof", Tiny("traf", 1_000_000))],
        ["fragments of ever new tracks"] = () => [.. new Film { Extension = [] }.Bytes(), .. Movie.Box("moof", [.. Enumerable.Range(0, 200_000).Select(track => Film.Run((uint)track, time: 0, sampleDuration: 1, count: 1))])],
        ["fragments far apart"] = () => [.. new Film { Extension = [Film.Defaults(1, 20)] }.Bytes(), .. Enumerable.Range(0, 60_000).SelectMany(_ => (byte[])[.. Film.Fragment(Film.Run(count: 1)), .. Movie.Box("mdat", new byte[400])])],
        ["a giant number of sample times"] = () => WithTable("stts", Movie.Int(0), Movie.Int(uint.MaxValue), new byte[Large]),
        ["a number of sample times that is not there"] = () => WithTable("stts", Movie.Int(0), Movie.Int(uint.MaxValue)),
        ["a giant run"] = () => [.. new Film { Extension = [] }.Bytes(), .. Movie.Box("moof", Movie.Box("traf", Movie.Box("tfhd", Movie.Int(0), Movie.Int(1)), Movie.Box("trun", Movie.Int(0x100), Movie.Int(Large / 4), new byte[Large])))],
        ["a run whose number is not there"] = () => [.. new Film { Extension = [] }.Bytes(), .. Movie.Box("moof", Movie.Box("traf", Movie.Box("tfhd", Movie.Int(0), Movie.Int(1)), Movie.Box("trun", Movie.Int(0xF00), Movie.Int(uint.MaxValue))))],
        ["many giant indexes"] = () => [.. new Film { Extension = [] }.Bytes(), .. Enumerable.Range(0, 40).SelectMany(_ => Film.Index(1, new uint[65_535]))],
        ["a movie size of 0"] = () => [.. Film.Type, .. Film.Data, .. Movie.Liar("moov", 0, Tiny("free", 1_000_000))],
        ["a movie size of 1"] = () => [.. Film.Type, .. Film.Data, .. Movie.LongLiar("moov", 1, new byte[1_000])],
        ["a movie size of 2^64 - 1"] = () => [.. Film.Type, .. Film.Data, .. Movie.LongLiar("moov", ulong.MaxValue, new byte[1_000])],
        ["boxes that overlap"] = () => [.. Film.Type, .. Movie.Box("moov", Movie.Liar("trak", 4_000, Movie.Liar("tkhd", 5_000))), .. Film.Data],
        ["endless segments"] = () => [0xFF, 0xD8, .. Enumerable.Range(0, 600_000).SelectMany(_ => (byte[])[0xFF, 0xE1, 0, 2])],
        ["segments as long as can be, each with EXIF"] = () => [0xFF, 0xD8, .. Enumerable.Range(0, 450).SelectMany(_ => (byte[])[0xFF, 0xE1, 0xFF, 0xFF, .. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0xFF, 0xFF, .. new byte[65_535 - 2 - 16]])],
        ["endless chunks"] = () => [.. SampleMedia.Png(8, 8, 0)[..33], .. Enumerable.Range(0, 600_000).SelectMany(_ => (byte[])[0, 0, 0, 0, .. "eXIf"u8, 0, 0, 0, 0])],
        ["endless pictures"] = () => [.. "RIFF"u8, 0, 0, 0, 1, .. "WEBPVP8X"u8, 10, 0, 0, 0, .. new byte[10], .. Enumerable.Range(0, 600_000).SelectMany(_ => (byte[])[.. "EXIF"u8, 0, 0, 0, 0])],
        ["zeros"] = () => new byte[Large],
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Probe_OfAFileMadeToCost_CostsLittle(string name)
    {
        using var file = new CountedStream(Files[name]());
        new MediaProbe().Probe(new MemoryStream(SampleMedia.Png(1, 1, 0)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        new MediaProbe().Probe(file);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostAllocated);
        file.Reads.Should().BeLessThanOrEqualTo(MostReads);
        file.BytesRead.Should().BeLessThan(MostRead);
    }

    [Fact]
    public void Probe_WhenAFilmHasMoreFragmentsThanAreRead_TakesWhatElseKnowsTheLength()
    {
        var film = new Film { Duration = 5_000, Extension = [Film.Defaults(1, 20)], Rest = Movie.Box("moof", Tiny("traf", 1_000_000)) };
        using var file = new MemoryStream(film.Bytes());

        new MediaProbe().Probe(file).Facts!.DurationMs.Should().Be(5_000);
    }

    private static byte[] WithTable(string name, params byte[][] content)
    {
        var track = new FilmTrack().Bytes().AsSpan(8).ToArray();
        var header = track[..(int)BinaryPrimitives.ReadUInt32BigEndian(track)];
        return
        [
            .. Film.Type,
            .. Movie.Box(
                "moov",
                Movie.Box("mvhd", new byte[12], Movie.Int(1_000), Movie.Int(0), new byte[80]),
                Movie.Box(
                    "trak",
                    header,
                    Movie.Box(
                        "mdia",
                        Movie.Box("mdhd", new byte[12], Movie.Int(600), Movie.Int(0), new byte[4]),
                        Movie.Box("hdlr", new byte[8], [.. "vide"u8], new byte[13]),
                        Movie.Box("minf", Movie.Box("stbl", Movie.Box(name, content)))))),
            .. Film.Data,
        ];
    }

    private static byte[] Tiny(string type, int count)
    {
        var box = Movie.Box(type);
        var boxes = new byte[count * box.Length];
        for (var at = 0; at < boxes.Length; at += box.Length)
            box.CopyTo(boxes, at);
        return boxes;
    }

    private static byte[] Nested(string outer, string inner, int depth)
    {
        var boxes = new byte[depth * 8];
        for (var level = 0; level < depth; level++)
            Movie.Liar(level == 0 ? outer : inner, (uint)(boxes.Length - (level * 8))).CopyTo(boxes, level * 8);
        return boxes;
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int Reads { get; private set; }

        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = base.Read(buffer);
            Reads++;
            BytesRead += count;
            return count;
        }
    }
}
