using Layers.Testing.Media;
using MetadataExtractor;
using NodaTime;

namespace Layers.Infrastructure.Tests.Media;

/// <summary>What we make and what we read are ours both; another reader keeps us from agreeing on a mistake.</summary>
public sealed class SampleMediaTests
{
    [Fact]
    public void SampleMedia_WhenReadByAnIndependentLibrary_HasTheSameSizeAndDuration()
    {
        Read(SampleMedia.Png(30, 20, 0)).Should().Contain(["PNG-IHDR: Image Width 30", "PNG-IHDR: Image Height 20"]);
        Read(SampleMedia.Jpeg(30, 20, 0)).Should().Contain(["JPEG: Image Width 30 pixels", "JPEG: Image Height 20 pixels"]);
        Read(SampleMedia.Mp4(1080, 1920, Duration.FromSeconds(31))).Should().Contain(
            ["QuickTime Track Header: Width 1080", "QuickTime Track Header: Height 1920", "QuickTime Movie Header: Duration 00:00:31"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TurnedJpeg_WhenReadByAnIndependentLibrary_IsTurned(bool littleEndian) =>
        Read(Images.TurnedJpeg(40, 20, 6, littleEndian)).Should().Contain("Exif IFD0: Orientation Right side, top (Rotate 90 CW)");

    private static IEnumerable<string> Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return ImageMetadataReader.ReadMetadata(stream).SelectMany(part => part.Tags).Select(tag => $"{tag.DirectoryName}: {tag.Name} {tag.Description}");
    }
}
