using Layers.Domain.Social;

namespace Layers.Domain.Content.Media;

/// <summary>One limit of a platform that an asset breaks.</summary>
/// <param name="Code">A word in upper case, for programs.</param>
/// <param name="Message">One sentence with the limit and what was found, for a person.</param>
public sealed record FitIssue(string Code, string Message);

/// <summary>
/// Whether a platform would take a container's media as it is. It advises; it refuses nothing here. It is judged whenever it is
/// shown, so that a limit that changes changes every container's verdict.
/// </summary>
public sealed record PlatformFit
{
    private PlatformFit(string platform, IReadOnlyList<FitIssue> issues) => (Platform, Issues) = (platform, issues);

    public string Platform { get; }

    public bool Ok => Issues.Count == 0;

    public IReadOnlyList<FitIssue> Issues { get; }

    /// <summary>One verdict a platform, always in the same order; none while there are no assets.</summary>
    public static IReadOnlyList<PlatformFit> Judge(IReadOnlyList<Asset> assets) => assets.Count == 0
        ? []
        : [.. PlatformProfile.All.Select(profile => new PlatformFit(profile.Platform.ToWord(), [.. IssuesOf(assets, profile)]))];

    private static IEnumerable<FitIssue> IssuesOf(IReadOnlyList<Asset> assets, PlatformProfile platform)
    {
        var images = assets.Count(asset => asset.Kind == AssetKind.Image);
        if (images > platform.Image.MaxCount)
            yield return new("TOO_MANY_IMAGES", $"There are {images} images; {platform.Name} takes up to {platform.Image.MaxCount} in one post.");

        var issues = assets.SelectMany(asset => asset.Kind == AssetKind.Video
            ? IssuesOf(asset, platform.Name, platform.Video)
            : IssuesOf(asset, platform.Name, platform.Image));
        foreach (var issue in issues)
            yield return issue;
    }

    private static IEnumerable<FitIssue> IssuesOf(Asset video, string platform, VideoLimits limits)
    {
        var duration = video.DurationMs ?? 0;
        if (limits.Types.All(type => type.Name != video.MimeType))
            yield return UnsupportedType(video, platform, limits.Types);
        else if (!IsTaken(video.Codec, limits.Codecs))
            yield return UnsupportedCodec(video, platform, limits.Codecs);
        if (duration < limits.MinMilliseconds)
            yield return new("DURATION_TOO_SHORT", $"{video.AssetId} lasts {Seconds(duration)}; {platform} takes videos from {Seconds(limits.MinMilliseconds)}.");
        if (duration > limits.MaxMilliseconds)
            yield return new("DURATION_TOO_LONG", $"{video.AssetId} lasts {Seconds(duration)}; {platform} takes videos up to {Seconds(limits.MaxMilliseconds)}.");
        if (video.SizeBytes > limits.MaxBytes)
            yield return TooLarge(video, platform, limits.MaxBytes);
        if (Math.Min(video.Width, video.Height) < limits.MinSide)
            yield return new("RESOLUTION_TOO_LOW", $"{video.AssetId} is {Pixels(video)}; {platform} takes videos from {limits.MinSide} pixels in width and height.");
        if (video.Width > limits.MaxWidth)
            yield return new("RESOLUTION_TOO_HIGH", $"{video.AssetId} is {Pixels(video)}; {platform} takes videos up to {limits.MaxWidth} pixels wide.");
        if (video.Height > limits.MaxHeight)
            yield return new("RESOLUTION_TOO_HIGH", $"{video.AssetId} is {Pixels(video)}; {platform} takes videos up to {limits.MaxHeight} pixels high.");
        if (limits.Ratio?.Contains(video.Width, video.Height) == false)
            yield return WrongRatio(video, platform, limits.Ratio);
    }

    private static IEnumerable<FitIssue> IssuesOf(Asset image, string platform, ImageLimits limits)
    {
        if (limits.Types.All(type => type.Name != image.MimeType))
            yield return UnsupportedType(image, platform, limits.Types);
        else if (!IsTaken(image.Codec, limits.Codecs))
            yield return UnsupportedCodec(image, platform, limits.Codecs);
        if (image.SizeBytes > limits.MaxBytes)
            yield return TooLarge(image, platform, limits.MaxBytes);
        if (Math.Min(image.Width, image.Height) > limits.MaxShortSide || Math.Max(image.Width, image.Height) > limits.MaxLongSide)
        {
            yield return new(
                "RESOLUTION_TOO_HIGH",
                $"{image.AssetId} is {Pixels(image)}; {platform} takes images up to {limits.MaxShortSide}×{limits.MaxLongSide} pixels, either way up.");
        }

        if (limits.Ratio?.Contains(image.Width, image.Height) == false)
            yield return WrongRatio(image, platform, limits.Ratio);
    }

    private static FitIssue UnsupportedType(Asset asset, string platform, IReadOnlyList<MediaType> types) => new(
        "UNSUPPORTED_TYPE",
        $"{asset.AssetId} is {asset.MimeType}; {platform} takes {asset.Kind.ToWord()}s as {string.Join(" or ", types.Select(type => type.Name))}.");

    // A codec that is not known is not held against the file.
    private static bool IsTaken(string? codec, IReadOnlyList<string> taken) => codec is null || taken.Contains(codec);

    private static FitIssue UnsupportedCodec(Asset asset, string platform, IReadOnlyList<string> taken) => new(
        "UNSUPPORTED_CODEC",
        $"{asset.AssetId} is encoded as {MediaCodecs.NameOf(asset.Codec!)}; {platform} takes {asset.Kind.ToWord()}s in {string.Join(" or ", taken.Select(MediaCodecs.NameOf))}.");

    private static FitIssue TooLarge(Asset asset, string platform, long maxBytes) => new(
        "FILE_TOO_LARGE",
        $"{asset.AssetId} has {asset.SizeBytes} bytes; {platform} takes {asset.Kind.ToWord()}s up to {maxBytes} bytes.");

    private static FitIssue WrongRatio(Asset asset, string platform, RatioRange range) => new(
        "ASPECT_RATIO",
        $"{asset.AssetId} is {AspectRatio.Of(asset.Width, asset.Height)}; {platform} takes {asset.Kind.ToWord()}s from {range.MinName} to {range.MaxName}.");

    private static string Pixels(Asset asset) => $"{asset.Width}×{asset.Height} pixels";

    private static string Seconds(long milliseconds) => $"{milliseconds / 1000m:0.###} seconds";
}
