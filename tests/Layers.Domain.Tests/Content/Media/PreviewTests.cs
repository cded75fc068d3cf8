using Layers.Domain.Content;
using Layers.Domain.Content.Media;

namespace Layers.Domain.Tests.Content.Media;

public sealed class PreviewTests
{
    [Fact]
    public void Uploaded_WhenAVideo_IsTheAssetOfThePublishedExample() =>
        SomeAsset.Video().Should().Be(new Asset(
            AssetId: "upload-1",
            Kind: AssetKind.Video,
            Url: SomeAsset.Base + "upload-1.mp4",
            ThumbnailUrl: null,
            Width: 1080,
            Height: 1920,
            DurationMs: 31_000,
            MimeType: "video/mp4",
            SizeBytes: 18_874_368));

    [Fact]
    public void Uploaded_WhenAnImage_IsItsOwnThumbnail()
    {
        var image = SomeAsset.Image(ordinal: 2);

        image.AssetId.Should().Be("upload-2");
        image.ThumbnailUrl.Should().Be(image.Url);
        image.DurationMs.Should().BeNull();
    }

    [Fact]
    public void Of_WhenAVideo_IsThePreviewOfThePublishedExample()
    {
        const string url = SomeAsset.Base + "upload-1.mp4";

        Preview.Of([SomeAsset.Video()]).Should().BeEquivalentTo(new Preview(
            PreviewKind.Video,
            PrimaryUrl: url,
            ThumbnailUrl: null,
            ImageUrls: [],
            new PreviewVideo(url, HlsUrl: null, DurationMs: 31_000),
            AspectRatio: "9:16"));
    }

    [Fact]
    public void Of_WhenSeveralImages_IsASlideshowThatShowsThemInOrder()
    {
        IReadOnlyList<Asset> slides = [SomeAsset.Image(1080, 1920), SomeAsset.Image(ordinal: 2), SomeAsset.Image(ordinal: 3)];

        Preview.Of(slides).Should().BeEquivalentTo(
            new Preview(
                PreviewKind.Slideshow,
                PrimaryUrl: SomeAsset.Base + "upload-1.jpg",
                ThumbnailUrl: SomeAsset.Base + "upload-1.jpg",
                ImageUrls: [SomeAsset.Base + "upload-1.jpg", SomeAsset.Base + "upload-2.jpg", SomeAsset.Base + "upload-3.jpg"],
                Video: null,
                AspectRatio: "9:16"),
            options => options.WithStrictOrdering());
    }

    [Fact]
    public void Of_WhenOneImage_IsAnImage()
    {
        var preview = Preview.Of(SomeAsset.Images(1));

        preview!.Kind.Should().Be(PreviewKind.Image);
        preview.ImageUrls.Should().Equal(SomeAsset.Base + "upload-1.jpg");
        preview.AspectRatio.Should().Be("4:5");
    }

    [Fact]
    public void Of_WhenThereAreNoAssetsYet_IsNull() => Preview.Of([]).Should().BeNull();
}
