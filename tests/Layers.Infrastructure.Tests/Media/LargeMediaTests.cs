using Layers.Infrastructure.Media;
using Layers.Testing.Media;

namespace Layers.Infrastructure.Tests.Media;

public sealed class LargeMediaTests
{
    private const long HundredMegabytes = 100_000_000;

    [Fact]
    public void Probe_WhenAVideoHasAHundredMegabytesOfData_ReadsTheHeadersOnly()
    {
        var movie = new Movie().Bytes()[..^40];
        using var file = new ZerosAfterStream([.. movie, .. Movie.Liar("mdat", (uint)(HundredMegabytes - movie.Length))], HundredMegabytes);

        new MediaProbe().Probe(file).Facts.Should().NotBeNull();

        file.BytesRead.Should().BeLessThan(4_096);
    }

    [Fact]
    public void Probe_WhenAHundredMegabytesAreZeros_GivesUpAtOnce()
    {
        using var file = new ZerosAfterStream([], HundredMegabytes);

        new MediaProbe().Probe(file).Facts.Should().BeNull();

        file.BytesRead.Should().BeLessThan(4_096);
    }

    [Fact]
    public void Probe_WhenAJpegHasNoEndMark_TakesItAndReadsTheHeadersOnly()
    {
        using var file = new ZerosAfterStream(SampleMedia.Jpeg(64, 64, 0)[..^2], HundredMegabytes);

        new MediaProbe().Probe(file).Facts.Should().NotBeNull();

        file.BytesRead.Should().BeLessThan(4_096);
    }
}
