using System.Text;
using Layers.Application.Content;
using Layers.Domain.Content.Media;

namespace Layers.Application.Tests.Content;

public sealed class MediaJsonTests
{
    private const string VideoUrl = "https://media.layers.com/public-media/content-container/a3f8c2d1-.../media/upload-1.mp4";

    [Fact]
    public void Of_WhenAVideo_IsThePublishedExampleToTheLetter()
    {
        var media = MediaJson.Of([Asset.Uploaded(1, VideoUrl, new MediaFacts(MediaTypes.Mp4, 1080, 1920, 31_000), 18_874_368)]);

        Text(media.Assets).Should().Be(OneLine($$"""
            [
              {
                "assetId": "upload-1",
                "kind": "video",
                "url": "{{VideoUrl}}",
                "thumbnailUrl": null,
                "width": 1080,
                "height": 1920,
                "durationMs": 31000,
                "mimeType": "video/mp4",
                "sizeBytes": 18874368
              }
            ]
            """));
        Text(media.Preview).Should().Be(OneLine($$"""
            {
              "kind": "video",
              "primaryUrl": "{{VideoUrl}}",
              "thumbnailUrl": null,
              "imageUrls": [],
              "videoUrl": "{{VideoUrl}}",
              "hlsUrl": null,
              "durationMs": 31000,
              "aspectRatio": "9:16"
            }
            """));
        Text(media.PrimaryAsset).Should().Be(OneLine("""{ "assetId": "upload-1", "kind": "video", "thumbnailUrl": null }"""));
        Text(MediaJson.FitOf(media)).Should().Be(OneLine("""
            [
              { "platform": "tiktok", "ok": true, "issues": [] },
              { "platform": "instagram", "ok": true, "issues": [] }
            ]
            """));
    }

    [Fact]
    public void Of_WhenASlideshow_HasThePublishedKeysAndNoneOfAVideo()
    {
        var media = MediaJson.Of([.. Enumerable.Range(1, 3).Select(ordinal =>
            Asset.Uploaded(ordinal, $"media:slide-{ordinal}.jpg", new MediaFacts(MediaTypes.Jpeg, 1080, 1920, DurationMs: null), 1))]);

        Text(media.Preview).Should().Be(OneLine("""
            {
              "kind": "slideshow",
              "primaryUrl": "media:slide-1.jpg",
              "thumbnailUrl": "media:slide-1.jpg",
              "imageUrls": ["media:slide-1.jpg", "media:slide-2.jpg", "media:slide-3.jpg"],
              "aspectRatio": "9:16"
            }
            """));
        Text(media.PrimaryAsset).Should().Be(OneLine("""{ "assetId": "upload-1", "kind": "image", "thumbnailUrl": "media:slide-1.jpg" }"""));
    }

    [Fact]
    public void Of_WhenAPlatformWouldRefuse_ShowsCodeAndMessage()
    {
        var media = MediaJson.Of([Asset.Uploaded(1, "media:a.jpg", new MediaFacts(MediaTypes.Jpeg, 2000, 2000, DurationMs: null), 1)]);

        Text(MediaJson.FitOf(media)).Should().StartWith(OneLine("""
            [
              {
                "platform": "tiktok",
                "ok": false,
                "issues": [{
                  "code": "RESOLUTION_TOO_HIGH",
                  "message": "upload-1 is 2000×2000 pixels; TikTok takes images up to 1080×1920 pixels, either way up."
                }]
              }
            """));
    }

    [Fact]
    public void FitOf_WhenTheCodecIsNotTaken_SaysSo_AndIsSilentWhereItIsNotKnown()
    {
        var media = MediaJson.Of([Asset.Uploaded(1, "media:a.mov", new MediaFacts(MediaTypes.QuickTime, 1080, 1920, 31_000, MediaCodecs.ProRes), 1)]);

        media.Codecs.Should().Equal(MediaCodecs.ProRes);
        Text(MediaJson.FitOf(media)).Should().Contain("UNSUPPORTED_CODEC");
        Text(MediaJson.FitOf(media with { Codecs = null })).Should().NotContain("UNSUPPORTED_CODEC");
        Text(MediaJson.FitOf(media: null)).Should().Be("[]");
    }

    [Fact]
    public void Of_WhenThereAreNoAssets_Throws()
    {
        var act = () => MediaJson.Of([]);

        act.Should().Throw<ArgumentException>();
    }

    private static string Text(StoredMedia media) => Encoding.UTF8.GetString(media.Json);

    private static string OneLine(string example) =>
        string.Concat(example.Split('\n').Select(line => line.Trim()))
            .Replace("\": ", "\":", StringComparison.Ordinal)
            .Replace(", \"", ",\"", StringComparison.Ordinal)
            .Replace("{ ", "{", StringComparison.Ordinal)
            .Replace(" }", "}", StringComparison.Ordinal);
}
