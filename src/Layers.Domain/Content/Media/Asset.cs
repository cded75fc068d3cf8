namespace Layers.Domain.Content.Media;

/// <summary>One file of a container. It never changes: other media is another container.</summary>
/// <param name="AssetId"><c>upload-1</c>, <c>upload-2</c> … for uploads.</param>
/// <param name="ThumbnailUrl">An image's own address, null for a video.</param>
/// <param name="DurationMs">Null for an image.</param>
/// <param name="Codec">As in <see cref="MediaFacts"/>; null when it is not known. It is not shown, and judged by <see cref="PlatformFit"/>.</param>
public sealed record Asset(
    string AssetId,
    AssetKind Kind,
    string Url,
    string? ThumbnailUrl,
    int Width,
    int Height,
    long? DurationMs,
    string MimeType,
    long SizeBytes,
    string? Codec = null)
{
    /// <summary>The file that was uploaded in this place (from 1), with what was found in its bytes.</summary>
    public static Asset Uploaded(int ordinal, string url, MediaFacts facts, long sizeBytes) => Of(UploadId(ordinal), url, facts, sizeBytes);

    /// <summary>The file that a generator made for this place (from 1), with what was found in its bytes.</summary>
    public static Asset Generated(int ordinal, string url, MediaFacts facts, long sizeBytes) => Of(GeneratedId(ordinal), url, facts, sizeBytes);

    public static string UploadId(int ordinal) => $"upload-{ordinal}";

    public static string GeneratedId(int ordinal) => $"asset-{ordinal}";

    private static Asset Of(string assetId, string url, MediaFacts facts, long sizeBytes) => new(
        assetId,
        facts.Type.Kind,
        url,
        facts.Type.Kind == AssetKind.Image ? url : null,
        facts.Width,
        facts.Height,
        facts.DurationMs,
        facts.Type.Name,
        sizeBytes,
        facts.Codec);
}
