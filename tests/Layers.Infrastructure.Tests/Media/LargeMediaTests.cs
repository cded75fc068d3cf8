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

        new MediaProbe().Probe(file).Should().NotBeNull();

        file.BytesRead.Should().BeLessThan(4_096);
    }

    [Fact]
    public void Probe_WhenAHundredMegabytesAreZeros_GivesUpAtOnce()
    {
        using var file = new ZerosAfterStream([], HundredMegabytes);

        new MediaProbe().Probe(file).Should().BeNull();

        file.BytesRead.Should().BeLessThan(100);
    }

    [Fact]
    public void Probe_WhenAJpegNeverEnds_ReadsItOnceAndHoldsOneBlock()
    {
        using var file = new ZerosAfterStream(SampleMedia.Jpeg(64, 64, 0)[..^2], HundredMegabytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        new MediaProbe().Probe(file).Should().BeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
        file.BytesRead.Should().BeLessThan(HundredMegabytes + 10_000);
    }
}
