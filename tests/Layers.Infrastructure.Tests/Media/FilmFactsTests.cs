using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using Layers.Testing.Media;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>Writers leave out what they do not know, each something else: a film is refused only when no place knows.</summary>
public sealed class FilmFactsTests
{
    private static readonly Film Fragmented = new() { Extension = [Film.Defaults(1, 0)] };

    private static readonly Dictionary<string, (Film Film, long DurationMs)> Lengths = new()
    {
        ["movie header"] = (new Film { Duration = 5_000 }, 5_000),
        ["movie header, though tracks say otherwise"] = (new Film { Duration = 5_000, Tracks = [new FilmTrack { Duration = 9_000, MediaDuration = 9_000 }] }, 5_000),
        ["track header"] = (new Film { Tracks = [new FilmTrack { Duration = 5_000 }] }, 5_000),
        ["the longest track header"] = (new Film { Tracks = [new FilmTrack { Duration = 4_000 }, new FilmTrack { Handler = "soun", Duration = 5_000 }] }, 5_000),
        ["media header"] = (new Film { Tracks = [new FilmTrack { MediaDuration = 3_000 }] }, 5_000),
        ["media header, without a scale in the movie header"] = (new Film { Scale = 0, Duration = 7, Tracks = [new FilmTrack { MediaDuration = 3_000 }] }, 5_000),
        ["sample times"] = (new Film { Tracks = [new FilmTrack { Samples = 125, SampleDuration = 24 }] }, 5_000),
        ["media header, others unknown"] =
            (new Film { Duration = uint.MaxValue, Tracks = [new FilmTrack { Duration = uint.MaxValue, MediaDuration = 3_000 }] }, 5_000),
        ["fragment hint, though the header is of the first fragment"] =
            (new Film { Duration = 1_000, Extension = [Film.Hint(5_000)], Tracks = [new FilmTrack { Samples = 25, SampleDuration = 24 }] }, 5_000),
        ["fragments by the clock, after a first one in the header"] =
            (Fragmented with
            {
                Duration = 1_000,
                Tracks = [new FilmTrack { Samples = 25, SampleDuration = 24, MediaDuration = 600 }],
                Rest = [.. Film.Fragment(Film.Run(time: 600, sampleDuration: 24, count: 25)), .. Film.Fragment(Film.Run(time: 3_000, sampleDuration: 24, count: 25))],
            }, 6_000),
        ["fragments without a clock, after a first one in the header"] =
            (Fragmented with
            {
                Duration = 1_000,
                Tracks = [new FilmTrack { Samples = 25, SampleDuration = 24, MediaDuration = 600 }],
                Rest = [.. Film.Fragment(Film.Run(sampleDuration: 24, count: 25)), .. Film.Fragment(Film.Run(durations: [300, 300, 600]))],
            }, 4_000),
        ["fragments, duration of samples by default"] =
            (Fragmented with { Extension = [Film.Defaults(1, 20)], Rest = [.. Film.Fragment(Film.Run(count: 30)), .. Film.Fragment(Film.Run(count: 30))] }, 2_000),
        ["fragments, duration of each sample"] =
            (Fragmented with { Rest = Film.Fragment(Film.Run(durations: [.. Enumerable.Repeat(3U, 1_000)])) }, 5_000),
        ["fragments that begin late, as a part of a live stream"] =
            (Fragmented with { Rest = [.. Film.Fragment(Film.Run(time: 6_000_000, sampleDuration: 600, count: 1)), .. Film.Fragment(Film.Run(time: 6_000_600, sampleDuration: 600, count: 2))] }, 3_000),
        ["fragments of two tracks"] =
            (Fragmented with
            {
                Tracks = [new FilmTrack(), new FilmTrack { Id = 2, Handler = "soun", MediaScale = 48_000 }],
                Rest = Film.Fragment(Film.Run(time: 0, sampleDuration: 24, count: 25), Film.Run(track: 2, time: 0, sampleDuration: 1_200, count: 100)),
            }, 2_500),
        ["index, where the fragments do not say"] =
            (Fragmented with { Rest = [.. Film.Index(90_000, 180_000, 270_000), .. Film.Fragment(Film.Run(count: 30))] }, 5_000),
        ["index of each segment"] =
            (Fragmented with
            {
                Rest =
                [
                    .. Film.Index(1_000, 2_000), .. Film.Fragment(Film.Run(count: 30)),
                    .. Film.Index(1_000, 3_000), .. Film.Fragment(Film.Run(count: 30)),
                ],
            }, 5_000),
        ["8300 fragments"] =
            (Fragmented with
            {
                Rest = [.. Enumerable.Range(0, 8_300).SelectMany(at => Film.Fragment(Film.Run(time: (ulong)at * 60, sampleDuration: 24, count: 2), Film.Run(track: 2, time: (ulong)at * 100, count: 5)))],
                Extension = [Film.Defaults(1, 0), Film.Defaults(2, 20)],
                Tracks = [new FilmTrack(), new FilmTrack { Id = 2, Handler = "soun", MediaScale = 1_000 }],
            }, 830_000),
    };

    public static TheoryData<string> Places => [.. Lengths.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void Probe_WhereverTheLengthIsKnown_FindsIt(string place) => Facts(Lengths[place].Film)!.DurationMs.Should().Be(Lengths[place].DurationMs);

    [Fact]
    public void Probe_WhereNothingKnowsTheLength_SaysSo()
    {
        Find(new Film()).Defect.Should().Be(MediaDefect.NoDuration);
        Find(Fragmented with { Rest = Film.Fragment(Film.Run(count: 30)) }).Defect.Should().Be(MediaDefect.NoDuration);
    }

    [Fact]
    public void Probe_WhereTheTrackHeaderHasNoSize_TakesThatOfTheCodedPicture() =>
        Size(new FilmTrack { HeaderSize = (0, 0), CodedSize = (1920, 1080) }).Should().Be((1920, 1080));

    [Fact]
    public void Probe_WherePixelsAreNotSquare_TakesTheSizeThatIsShown() =>
        Size(new FilmTrack { HeaderSize = (1024, 576), CodedSize = (720, 576) }).Should().Be((1024, 576));

    [Theory]
    [InlineData(false, "avc1", 100)]
    [InlineData(true, "jpeg", 1)]
    [InlineData(true, "jpeg", 0)]
    [InlineData(true, "avc1", 1)]
    [InlineData(false, "png ", 1)]
    public void Probe_WhereTheFirstTrackIsNotTheFilm_TakesTheOneThatIs(bool isEnabled, string codec, uint samples)
    {
        var other = new FilmTrack { IsEnabled = isEnabled, Codec = codec, Samples = samples, HeaderSize = (160, 90) };

        Size(other, new FilmTrack { Id = 2, Samples = 100 }).Should().Be((640, 360));
    }

    [Fact]
    public void Probe_WhereNoTrackIsEnabled_TakesTheFirstThatMoves() =>
        Size(new FilmTrack { IsEnabled = false, Samples = 1, HeaderSize = (160, 90) }, new FilmTrack { Id = 2, IsEnabled = false, Samples = 100 }).Should().Be((640, 360));

    [Fact]
    public void Probe_WhereTheOnlyTrackHasOnePicture_TakesIt() => Size(new FilmTrack { Samples = 1 }).Should().Be((640, 360));

    [Fact]
    public void Probe_WhereTheMovieIsTurned_TurnsTheSize()
    {
        var film = new Film { Duration = 5_000, Matrix = Movie.QuarterTurn };

        Size(film).Should().Be((360, 640));
        Size(film with { Tracks = [new FilmTrack { Matrix = Movie.HalfTurn }] }).Should().Be((360, 640));
        Size(film with { Tracks = [new FilmTrack { Matrix = Movie.QuarterTurn }] }).Should().Be((640, 360), "two quarters are a half");
        Size(film with { Tracks = [new FilmTrack { Matrix = new int[9] }] }).Should().Be((360, 640), "an empty matrix turns nothing");
    }

    [Theory]
    [InlineData("avc1", MediaCodecs.H264)]
    [InlineData("hvc1", MediaCodecs.Hevc)]
    [InlineData("hev1", MediaCodecs.Hevc)]
    [InlineData("av01", MediaCodecs.Av1)]
    [InlineData("vp09", MediaCodecs.Vp9)]
    [InlineData("apch", MediaCodecs.ProRes)]
    [InlineData("ap4h", MediaCodecs.ProRes)]
    [InlineData("mp4v", MediaCodecs.Mpeg4)]
    [InlineData("encv", MediaCodecs.Encrypted)]
    [InlineData("SVQ3", "svq3")]
    [InlineData("rle ", "rle")]
    [InlineData("\u0000\u0000\u0000\u0001", null)]
    public void Probe_OfEachCodec_NamesIt(string letters, string? codec) =>
        Facts(new Film { Duration = 5_000, Tracks = [new FilmTrack { Codec = letters }] })!.Codec.Should().Be(codec);

    [Fact]
    public void Probe_WhereSomethingFollowsTheFilm_TakesIt()
    {
        var trailer = new byte[300];
        Array.Fill(trailer, (byte)0xC7);

        Facts(new Film { Duration = 5_000, Rest = trailer }).Should().NotBeNull();
        Facts(new Film { Duration = 5_000, Rest = new byte[300] }).Should().NotBeNull();
        Facts(new Film { Duration = 5_000, Rest = [1, 2, 3] }).Should().NotBeNull();
    }

    [Fact]
    public void Probe_WhereABoxOfTheFilmDoesNotFit_WasCutOff()
    {
        var film = new Film { Extension = [Film.Defaults(1, 20)], Rest = [.. Film.Fragment(Film.Run(count: 30)), .. Film.Fragment(Film.Run(count: 30))] }.Bytes();

        Find(film[..^1]).Defect.Should().Be(MediaDefect.CutOff);
        Find(film[..^40]).Facts.Should().NotBeNull("a fragment may stand without its data, and nothing says that there was any");
        Find(film[..^50]).Defect.Should().Be(MediaDefect.CutOff);
        Find([.. Film.Type, .. new Film { Duration = 5_000 }.Header()]).Defect.Should().Be(MediaDefect.CutOff);
    }

    [Fact]
    public void Probe_WhereARecordingWasNotEnded_MissesTheHeader() =>
        Find([.. Film.Type, .. Film.Data]).Should().Be(MediaFinding.Refused(MediaDefect.NoHeader, "video/mp4"));

    [Fact]
    public void Probe_WhereThereIsSoundOnly_MissesThePicture() =>
        Find(new Film { Duration = 5_000, Tracks = [new FilmTrack { Handler = "soun" }] }).Should().Be(MediaFinding.Refused(MediaDefect.NoPicture, "video/mp4"));

    private static (int Width, int Height) Size(params FilmTrack[] tracks) => Size(new Film { Duration = 5_000, Tracks = tracks });

    private static (int Width, int Height) Size(Film film) => Facts(film) is { } facts ? (facts.Width, facts.Height) : default;

    private static MediaFacts? Facts(Film film) => Find(film).Facts;

    private static MediaFinding Find(Film film) => Find(film.Bytes());

    private static MediaFinding Find(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return new MediaProbe().Probe(stream);
    }
}
