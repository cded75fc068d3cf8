using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;
using NodaTime;

namespace Layers.Infrastructure.Tests.Media;

public sealed class MediaProbeTests
{
    private static readonly Dictionary<string, (byte[] File, MediaFacts Facts)> Files = new()
    {
        ["PNG"] = (SampleMedia.Png(1080, 1350, 0xC0792A), Image(MediaTypes.Png, 1080, 1350)),
        ["PNG with text"] = (Images.PngWith("tEXt", [.. "Title\0Hi"u8]), Image(MediaTypes.Png, 8, 8)),
        ["JPEG"] = (SampleMedia.Jpeg(1080, 1350, 0xC0792A), Image(MediaTypes.Jpeg, 1080, 1350)),
        ["JPEG with a comment"] = (Images.JpegWith(13, 7, 0xFE, [1, 2, 3]), Image(MediaTypes.Jpeg, 13, 7)),
        ["lossy WebP"] = (Images.LossyWebp, Image(MediaTypes.Webp, 6, 4)),
        ["lossless WebP"] = (Images.LosslessWebp, Image(MediaTypes.Webp, 6, 4)),
        ["WebP with transparency"] = (Images.ExtendedWebp, Image(MediaTypes.Webp, 6, 4)),
        ["animated WebP"] = (Images.AnimatedWebp, Image(MediaTypes.Webp, 6, 4, MediaCodecs.AnimatedWebp)),
        ["MP4"] = (SampleMedia.Mp4(1080, 1920, Duration.FromSeconds(31)), Video(MediaTypes.Mp4, 1080, 1920, 31_000, MediaCodecs.H264)),
        ["MP4, other brands"] = (new Movie { Brands = ["XAVC", "iso2"] }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4 with wide headers"] = (new Movie { Version = 1 }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4, sound first"] = (new Movie { Handlers = ["soun", "vide"] }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4, 90000 a second"] = (new Movie { TimeScale = 90_000, Duration = 135_045 }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 1_501)),
        ["MP4, one frame"] = (new Movie { TimeScale = 90_000, Duration = 1 }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 1)),
        ["MP4 in fragments"] = (InFragments(6_000), Video(MediaTypes.Mp4, 640, 360, 6_000)),
        ["MP4 of a brand that nobody knows"] = (new Movie { Brands = ["NDSC", "zul7"] }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4 for smooth streaming"] = (new Movie { Brands = ["isml", "piff"] }.Bytes(), Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4 whose brand comes second"] = ([.. Uuid, .. new Movie().Bytes()], Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["MP4 without a brand"] = ([.. Uuid, .. new Movie { Brands = [] }.Bytes()], Video(MediaTypes.Mp4, 640, 360, 5_000)),
        ["QuickTime whose brand comes second"] = ([.. Uuid, .. new Movie { Brands = ["qt  "] }.Bytes()], Video(MediaTypes.QuickTime, 640, 360, 5_000)),
        ["QuickTime"] = (new Movie { Brands = ["qt  "] }.Bytes(), Video(MediaTypes.QuickTime, 640, 360, 5_000)),
        ["QuickTime without a brand"] = (new Movie { Brands = [] }.Bytes(), Video(MediaTypes.QuickTime, 640, 360, 5_000)),
    };

    private static byte[] Uuid => Movie.Box("uuid", new byte[24]);

    public static TheoryData<string> Accepted => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Probe_WhenTheFileIsOfAnAcceptedType_TellsWhatItIs(string name) =>
        Probe(Files[name].File).Should().Be(Files[name].Facts);

    [Theory]
    [InlineData(1, 40, 20)]
    [InlineData(2, 40, 20)]
    [InlineData(3, 40, 20)]
    [InlineData(4, 40, 20)]
    [InlineData(5, 20, 40)]
    [InlineData(6, 20, 40)]
    [InlineData(7, 20, 40)]
    [InlineData(8, 20, 40)]
    [InlineData(9, 40, 20)]
    [InlineData(0, 40, 20)]
    public void Probe_WhenAPhotoWasHeldOtherwise_TellsTheSizeAsItIsShown(short orientation, int width, int height)
    {
        foreach (var littleEndian in new[] { true, false })
        {
            Probe(Images.TurnedJpeg(40, 20, orientation, littleEndian)).Should().Be(Image(MediaTypes.Jpeg, width, height));
            Probe(Images.TurnedPng(40, 20, orientation, littleEndian)).Should().Be(Image(MediaTypes.Png, width, height));
        }
    }

    [Theory]
    [InlineData(1, 6, 4)]
    [InlineData(3, 6, 4)]
    [InlineData(5, 4, 6)]
    [InlineData(6, 4, 6)]
    [InlineData(8, 4, 6)]
    [InlineData(9, 6, 4)]
    public void Probe_WhenAWebpWasHeldOtherwise_TellsTheSizeAsItIsShown(short orientation, int width, int height)
    {
        foreach (var (littleEndian, withPrefix) in new[] { (true, false), (false, false), (true, true) })
            Probe(Images.TurnedWebp(orientation, littleEndian, withPrefix)).Should().Be(Image(MediaTypes.Webp, width, height));
    }

    [Fact]
    public void Probe_WhenAVideoIsTurned_TellsTheSizeAsItIsShown()
    {
        Probe(new Movie { Matrix = Movie.QuarterTurn }.Bytes()).Should().Be(Video(MediaTypes.Mp4, 360, 640, 5_000));
        Probe(new Movie { Matrix = Movie.QuarterTurn, Version = 1 }.Bytes()).Should().Be(Video(MediaTypes.Mp4, 360, 640, 5_000));
        Probe(new Movie { Matrix = Movie.HalfTurn }.Bytes()).Should().Be(Video(MediaTypes.Mp4, 640, 360, 5_000));
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("heix")]
    [InlineData("hevc")]
    [InlineData("mif1")]
    [InlineData("msf1")]
    [InlineData("avif")]
    [InlineData("avis")]
    [InlineData("crx ")]
    [InlineData("jp2 ")]
    [InlineData("avci")]
    public void Probe_WhenTheBoxesHoldAPicture_IsNoVideo(string brand)
    {
        Probe(new Movie { Brands = [brand, "mif1"] }.Bytes()).Should().BeNull();
        Probe(new Movie { Brands = [brand, "mif1"], Handlers = ["pict"] }.Bytes()).Should().BeNull();
    }

    [Fact]
    public void Probe_WhenASequenceOfPicturesClaimsToBeAnMp4Too_IsNoVideo() =>
        Probe(new Movie { Brands = ["avis", "msf1", "iso8", "mif1"] }.Bytes()).Should().BeNull();

    [Fact]
    public void Probe_WhenThereIsNoVideoTrack_IsNull()
    {
        Probe(new Movie { Handlers = ["soun"] }.Bytes()).Should().BeNull();
        Probe(new Movie { Handlers = [] }.Bytes()).Should().BeNull();
    }

    [Fact]
    public void Probe_WhenTheStreamStandsElsewhere_ReadsFromTheBeginningAndLeavesItOpen()
    {
        using var stream = new MemoryStream(SampleMedia.Png(5, 6, 0));
        stream.Position = 20;

        new MediaProbe().Probe(stream).Facts.Should().Be(Image(MediaTypes.Png, 5, 6));

        stream.CanRead.Should().BeTrue();
    }

    private static MediaFacts? Probe(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return new MediaProbe().Probe(stream).Facts;
    }

    private static byte[] InFragments(uint duration) =>
        new Movie { Duration = 0, MovieExtra = Movie.Box("mvex", Movie.Box("mehd", Movie.Int(0), Movie.Int(duration))) }.Bytes();

    private static MediaFacts Image(MediaType type, int width, int height, string? codec = null) =>
        new(type, width, height, DurationMs: null, codec ?? type.Name["image/".Length..]);

    private static MediaFacts Video(MediaType type, int width, int height, long durationMs, string? codec = null) => new(type, width, height, durationMs, codec);
}
