namespace Layers.Domain.Content.Media;

/// <summary>What a platform publishes as its limits for an organic post. Its recommendations are not limits and are left out.</summary>
internal sealed record PlatformLimits(string Platform, string Name, VideoLimits Video, ImageLimits Image)
{
    /// <summary>
    /// <para>https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (video and image restrictions),</para>
    /// <para>https://developers.tiktok.com/doc/content-posting-api-reference-photo-post (35 photos),</para>
    /// <para>https://developers.tiktok.com/doc/web-video-kit-with-web (at least 3 seconds). No ratio is refused; 9:16 is recommended.</para>
    /// </summary>
    private static readonly PlatformLimits TikTok = new(
        "tiktok",
        "TikTok",
        new VideoLimits
        {
            Types = [MediaTypes.Mp4, MediaTypes.QuickTime],
            Codecs = [MediaCodecs.H264, MediaCodecs.Hevc, MediaCodecs.Vp8, MediaCodecs.Vp9],
            MinMilliseconds = 3_000,
            MaxMilliseconds = 10 * 60_000,
            MaxBytes = 4_000_000_000,
            MinSide = 360,
            MaxWidth = 4096,
            MaxHeight = 4096,
        },
        new ImageLimits
        {
            Types = [MediaTypes.Jpeg, MediaTypes.Webp],
            Codecs = [MediaCodecs.Jpeg, MediaCodecs.Webp],
            MaxCount = 35,
            MaxBytes = 20_000_000,
            MaxShortSide = 1080,
            MaxLongSide = 1920,
        });

    /// <summary>
    /// <para>https://developers.facebook.com/docs/instagram-api/reference/ig-user/media (image and reel specifications),</para>
    /// <para>https://developers.facebook.com/docs/instagram-api/guides/content-publishing (JPEG only, 10 in a carousel).</para>
    /// <para>Images are scaled to 320–1440 pixels of width by Instagram itself, so their size refuses nothing.</para>
    /// </summary>
    private static readonly PlatformLimits Instagram = new(
        "instagram",
        "Instagram",
        new VideoLimits
        {
            Types = [MediaTypes.Mp4, MediaTypes.QuickTime],
            Codecs = [MediaCodecs.H264, MediaCodecs.Hevc],
            MinMilliseconds = 3_000,
            MaxMilliseconds = 15 * 60_000,
            MaxBytes = 300_000_000,
            MaxWidth = 1920,
            Ratio = new RatioRange("0.01:1", 0.01, "10:1", 10),
        },
        new ImageLimits
        {
            Types = [MediaTypes.Jpeg],
            Codecs = [MediaCodecs.Jpeg],
            MaxCount = 10,
            MaxBytes = 8_000_000,
            Ratio = new RatioRange("4:5", 4.0 / 5, "1.91:1", 1.91),
        });

    public static IReadOnlyList<PlatformLimits> All { get; } = [TikTok, Instagram];
}

internal sealed record VideoLimits
{
    public required IReadOnlyList<MediaType> Types { get; init; }

    /// <summary>Words of <see cref="MediaCodecs"/>.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    public required long MinMilliseconds { get; init; }

    public required long MaxMilliseconds { get; init; }

    public required long MaxBytes { get; init; }

    public int MinSide { get; init; } = 1;

    public int MaxWidth { get; init; } = int.MaxValue;

    public int MaxHeight { get; init; } = int.MaxValue;

    public RatioRange? Ratio { get; init; }
}

internal sealed record ImageLimits
{
    public required IReadOnlyList<MediaType> Types { get; init; }

    /// <summary>Words of <see cref="MediaCodecs"/>.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    public required int MaxCount { get; init; }

    public required long MaxBytes { get; init; }

    public int MaxShortSide { get; init; } = int.MaxValue;

    public int MaxLongSide { get; init; } = int.MaxValue;

    public RatioRange? Ratio { get; init; }
}

internal sealed record RatioRange(string MinName, double Min, string MaxName, double Max)
{
    /// <summary>With the tolerance of the names: 1200×628 is what the whole trade calls 1.91:1.</summary>
    public bool Contains(int width, int height)
    {
        var ratio = (double)width / height;
        return ratio >= Min * (1 - AspectRatio.Tolerance) && ratio <= Max * (1 + AspectRatio.Tolerance);
    }
}
