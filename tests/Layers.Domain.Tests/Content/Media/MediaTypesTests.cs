using Layers.Domain.Content;
using Layers.Domain.Content.Media;

namespace Layers.Domain.Tests.Content.Media;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("video/mp4", AssetKind.Video, "mp4", 104_857_600)]
    [InlineData("video/quicktime", AssetKind.Video, "mov", 104_857_600)]
    [InlineData("image/jpeg", AssetKind.Image, "jpg", 31_457_280)]
    [InlineData("image/png", AssetKind.Image, "png", 31_457_280)]
    [InlineData("image/webp", AssetKind.Image, "webp", 31_457_280)]
    public void Find_WhenTheTypeIsTakenIn_TellsItsKindExtensionAndLimit(string name, AssetKind kind, string extension, long maxBytes)
    {
        var type = MediaTypes.Find(name);

        type.Should().Be(new MediaType(name, kind, extension, maxBytes));
        MediaTypes.WithExtension(extension).Should().BeSameAs(type);
    }

    [Theory]
    [InlineData("IMAGE/JPEG")]
    [InlineData("Image/Jpeg")]
    public void Find_WhenTheCaseDiffers_FindsTheType(string name) => MediaTypes.Find(name).Should().BeSameAs(MediaTypes.Jpeg);

    [Theory]
    [InlineData("image/jpg", "image/jpeg")]
    [InlineData("IMAGE/JPG", "image/jpeg")]
    [InlineData("image/pjpeg", "image/jpeg")]
    [InlineData("image/x-png", "image/png")]
    [InlineData("video/x-m4v", "video/mp4")]
    [InlineData("video/mp4;codecs=avc1.42E01E", "video/mp4")]
    [InlineData("video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/mp4")]
    [InlineData("video/mp4; codecs=\"avc1.42E01E, mp4a.40.2\"", "video/mp4")]
    [InlineData("image/png; charset=utf-8", "image/png")]
    [InlineData("image/webp ;", "image/webp")]
    [InlineData(" video/quicktime\t", "video/quicktime")]
    public void Find_WithAnAliasOrParameters_FindsTheType(string contentType, string name) => MediaTypes.Find(contentType)!.Name.Should().Be(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("image/gif")]
    [InlineData("image/heic")]
    [InlineData("image/jpgx")]
    [InlineData("video/mp4, video/mp4")]
    [InlineData(";video/mp4")]
    [InlineData("video / mp4")]
    [InlineData("text/html")]
    public void Find_WhenTheTypeIsNotTakenIn_FindsNothing(string? name) => MediaTypes.Find(name).Should().BeNull();
}
