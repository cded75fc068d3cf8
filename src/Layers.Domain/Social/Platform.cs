using Layers.Domain.Content.Media;
using Layers.Domain.Scheduling;

namespace Layers.Domain.Social;

public enum Platform
{
    Tiktok,
    Instagram,
}

/// <summary>
/// All that is known of a platform. A new one is a value of <see cref="Platform"/> and a profile here, and a migration that lets the table of accounts have
/// its word.
/// </summary>
/// <param name="Platform">Whose profile it is.</param>
/// <param name="Name">As people write it.</param>
/// <param name="Modes">How posts may go there. Another mode is refused when a post is scheduled: at dispatch it would be too late to mend.</param>
/// <param name="Video">What it publishes as its limits for an organic post; so for images. Its recommendations are not limits and are left out.</param>
/// <param name="Image">Of one post.</param>
internal sealed record PlatformProfile(Platform Platform, string Name, IReadOnlyList<PostMode> Modes, VideoLimits Video, ImageLimits Image)
{
    /// <summary>
    /// <para>https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (video and image restrictions),</para>
    /// <para>https://developers.tiktok.com/doc/content-posting-api-reference-photo-post (35 photos),</para>
    /// <para>https://developers.tiktok.com/doc/web-video-kit-with-web (at least 3 seconds). No ratio is refused; 9:16 is recommended.</para>
    /// </summary>
    private static readonly PlatformProfile TikTok = new(
        Platform.Tiktok,
        "TikTok",
        [PostMode.Publish, PostMode.Draft, PostMode.Managed],
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
    /// <para>Images are scaled to 320–1440 pixels of width by Instagram itself, so their size refuses nothing. Its publishing interface has no drafts.</para>
    /// </summary>
    private static readonly PlatformProfile Instagram = new(
        Platform.Instagram,
        "Instagram",
        [PostMode.Publish, PostMode.Managed],
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

    /// <summary>In the order of the enum.</summary>
    public static IReadOnlyList<PlatformProfile> All { get; } = [TikTok, Instagram];

    public static PlatformProfile Of(Platform platform) => All.Single(profile => profile.Platform == platform);
}

/// <summary>What callers have to know of a platform.</summary>
public static class Platforms
{
    /// <summary>How posts may go to the platform.</summary>
    public static IReadOnlyList<PostMode> Modes(this Platform platform) => PlatformProfile.Of(platform).Modes;

    /// <summary>As people write it.</summary>
    public static string DisplayName(this Platform platform) => PlatformProfile.Of(platform).Name;
}
