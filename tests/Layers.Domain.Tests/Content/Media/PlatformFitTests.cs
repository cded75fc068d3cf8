using Layers.Domain.Content.Media;

namespace Layers.Domain.Tests.Content.Media;

public sealed class PlatformFitTests
{
    [Fact]
    public void Judge_WhenTheVideoOfThePublishedExample_FitsBothPlatforms() =>
        Judge(SomeAsset.Video()).Should().Equal("tiktok ok", "instagram ok");

    [Theory]
    [InlineData(3_000, "", "")]
    [InlineData(2_999, "DURATION_TOO_SHORT", "DURATION_TOO_SHORT")]
    [InlineData(600_000, "", "")]
    [InlineData(600_001, "DURATION_TOO_LONG", "")]
    [InlineData(900_000, "DURATION_TOO_LONG", "")]
    [InlineData(900_001, "DURATION_TOO_LONG", "DURATION_TOO_LONG")]
    public void Judge_WhenTheDurationOfAVideoVaries_HoldsEachPlatformsLimit(long durationMs, string tiktok, string instagram) =>
        Judge(SomeAsset.Video(durationMs: durationMs)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData(300_000_000, "", "")]
    [InlineData(300_000_001, "", "FILE_TOO_LARGE")]
    [InlineData(4_000_000_001, "FILE_TOO_LARGE", "FILE_TOO_LARGE")]
    public void Judge_WhenTheSizeOfAVideoVaries_HoldsEachPlatformsLimit(long sizeBytes, string tiktok, string instagram) =>
        Judge(SomeAsset.Video(sizeBytes: sizeBytes)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData(360, 640, "", "")]
    [InlineData(358, 640, "RESOLUTION_TOO_LOW", "")]
    [InlineData(1920, 1080, "", "")]
    [InlineData(2160, 3840, "", "RESOLUTION_TOO_HIGH")]
    [InlineData(4096, 4096, "", "RESOLUTION_TOO_HIGH")]
    [InlineData(1080, 4098, "RESOLUTION_TOO_HIGH", "")]
    [InlineData(4098, 400, "RESOLUTION_TOO_HIGH", "RESOLUTION_TOO_HIGH ASPECT_RATIO")]
    public void Judge_WhenTheShapeOfAVideoVaries_HoldsEachPlatformsLimit(int width, int height, string tiktok, string instagram) =>
        Judge(SomeAsset.Video(width, height)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData(1080, 1350, "", "")]
    [InlineData(1080, 1080, "", "")]
    [InlineData(1080, 566, "", "")]
    [InlineData(1200, 628, "", "")]
    [InlineData(1080, 1920, "", "ASPECT_RATIO")]
    [InlineData(1080, 1440, "", "ASPECT_RATIO")]
    [InlineData(1500, 750, "", "ASPECT_RATIO")]
    [InlineData(1920, 1080, "", "")]
    [InlineData(1600, 1600, "RESOLUTION_TOO_HIGH", "")]
    [InlineData(3000, 2400, "RESOLUTION_TOO_HIGH", "")]
    public void Judge_WhenTheShapeOfAnImageVaries_HoldsEachPlatformsLimit(int width, int height, string tiktok, string instagram) =>
        Judge(SomeAsset.Image(width, height)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData(8_000_000, "", "")]
    [InlineData(8_000_001, "", "FILE_TOO_LARGE")]
    [InlineData(20_000_000, "", "FILE_TOO_LARGE")]
    [InlineData(20_000_001, "FILE_TOO_LARGE", "FILE_TOO_LARGE")]
    public void Judge_WhenTheSizeOfAnImageVaries_HoldsEachPlatformsLimit(long sizeBytes, string tiktok, string instagram) =>
        Judge(SomeAsset.Image(sizeBytes: sizeBytes)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData("image/jpeg", "", "")]
    [InlineData("image/webp", "", "UNSUPPORTED_TYPE")]
    [InlineData("image/png", "UNSUPPORTED_TYPE", "UNSUPPORTED_TYPE")]
    public void Judge_WhenTheTypeOfAnImageVaries_HoldsEachPlatformsList(string mimeType, string tiktok, string instagram) =>
        Judge(SomeAsset.Image(type: MediaTypes.Find(mimeType))).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData("h264", "", "")]
    [InlineData("hevc", "", "")]
    [InlineData("vp9", "", "UNSUPPORTED_CODEC")]
    [InlineData("vp8", "", "UNSUPPORTED_CODEC")]
    [InlineData("av1", "UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC")]
    [InlineData("prores", "UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC")]
    [InlineData("svq3", "UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC")]
    [InlineData(null, "", "")]
    public void Judge_WhenTheCodecOfAVideoVaries_HoldsEachPlatformsList(string? codec, string tiktok, string instagram) =>
        Judge(SomeAsset.Video(codec: codec)).Should().Equal(Verdicts(tiktok, instagram));

    [Theory]
    [InlineData("image/jpeg", "jpeg", "", "")]
    [InlineData("image/jpeg", "jpeg-arithmetic", "UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC")]
    [InlineData("image/jpeg", "jpeg-lossless", "UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC")]
    [InlineData("image/webp", "webp", "", "UNSUPPORTED_TYPE")]
    [InlineData("image/webp", "webp-animated", "UNSUPPORTED_CODEC", "UNSUPPORTED_TYPE")]
    [InlineData("image/jpeg", null, "", "")]
    public void Judge_WhenTheEncodingOfAnImageVaries_HoldsEachPlatformsList(string mimeType, string? codec, string tiktok, string instagram) =>
        Judge(SomeAsset.Image(type: MediaTypes.Find(mimeType), codec: codec)).Should().Equal(Verdicts(tiktok, instagram));

    [Fact]
    public void Judge_WhenACodecIsNotTaken_NamesItAndWhatIs() =>
        PlatformFit.Judge([SomeAsset.Video(codec: MediaCodecs.ProRes)])[1].Issues.Should().Equal(
            new FitIssue("UNSUPPORTED_CODEC", "upload-1 is encoded as ProRes; Instagram takes videos in H.264 or HEVC."));

    [Theory]
    [InlineData(10, "", "")]
    [InlineData(11, "", "TOO_MANY_IMAGES")]
    [InlineData(35, "", "TOO_MANY_IMAGES")]
    [InlineData(36, "TOO_MANY_IMAGES", "TOO_MANY_IMAGES")]
    public void Judge_WhenTheNumberOfImagesVaries_HoldsEachPlatformsLimit(int count, string tiktok, string instagram) =>
        Judge([.. SomeAsset.Images(count)]).Should().Equal(Verdicts(tiktok, instagram));

    [Fact]
    public void Judge_WhenAQuickTimeVideo_FitsBothPlatforms() =>
        Judge(SomeAsset.Video(type: MediaTypes.QuickTime)).Should().Equal("tiktok ok", "instagram ok");

    [Fact]
    public void Judge_WhenSomeImagesDoNotFit_NamesEachWithTheLimitAndWhatWasFound()
    {
        var instagram = PlatformFit.Judge([SomeAsset.Image(), SomeAsset.Image(1080, 1920, ordinal: 2), SomeAsset.Image(type: MediaTypes.Png, ordinal: 3)])[1];

        instagram.Issues.Should().Equal(
            new FitIssue("ASPECT_RATIO", "upload-2 is 9:16; Instagram takes images from 4:5 to 1.91:1."),
            new FitIssue("UNSUPPORTED_TYPE", "upload-3 is image/png; Instagram takes images as image/jpeg."));
    }

    [Fact]
    public void Judge_WhenAVideoIsTooShort_SaysBothDurationsInSeconds() =>
        PlatformFit.Judge([SomeAsset.Video(durationMs: 2_500)])[0].Issues.Should().Equal(
            new FitIssue("DURATION_TOO_SHORT", "upload-1 lasts 2.5 seconds; TikTok takes videos from 3 seconds."));

    [Fact]
    public void Judge_WhenThereAreNoAssetsYet_SaysNothing() => PlatformFit.Judge([]).Should().BeEmpty();

    private static IEnumerable<string> Judge(params Asset[] assets) => PlatformFit.Judge(assets).Select(fit =>
        $"{fit.Platform} {(fit.Ok ? "ok" : string.Join(' ', fit.Issues.Select(issue => issue.Code)))}");

    private static string[] Verdicts(string tiktok, string instagram) =>
        [$"tiktok {(tiktok.Length == 0 ? "ok" : tiktok)}", $"instagram {(instagram.Length == 0 ? "ok" : instagram)}"];
}
