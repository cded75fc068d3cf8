namespace Layers.Domain.Content.Media;

/// <summary>What a gallery needs to show a container without looking at its assets.</summary>
/// <param name="ImageUrls">Every image in order; empty for a video.</param>
/// <param name="Video">Of a video only.</param>
/// <param name="AspectRatio">Of the first asset.</param>
public sealed record Preview(
    PreviewKind Kind,
    string PrimaryUrl,
    string? ThumbnailUrl,
    IReadOnlyList<string> ImageUrls,
    PreviewVideo? Video,
    string AspectRatio)
{
    /// <summary>A video when the assets begin with one, else an image or, from two on, a slideshow; null while there are no assets.</summary>
    public static Preview? Of(IReadOnlyList<Asset> assets)
    {
        if (assets.Count == 0)
            return null;

        var first = assets[0];
        var ratio = Media.AspectRatio.Of(first.Width, first.Height);
        if (first.Kind == AssetKind.Video)
            return new(PreviewKind.Video, first.Url, first.ThumbnailUrl, [], new(first.Url, HlsUrl: null, first.DurationMs), ratio);

        var kind = assets.Count == 1 ? PreviewKind.Image : PreviewKind.Slideshow;
        return new(kind, first.Url, first.ThumbnailUrl, [.. assets.Select(asset => asset.Url)], Video: null, ratio);
    }
}

/// <summary>The part of a preview that is present for a video only.</summary>
/// <param name="HlsUrl">Null: we do not segment video.</param>
public sealed record PreviewVideo(string VideoUrl, string? HlsUrl, long? DurationMs);
