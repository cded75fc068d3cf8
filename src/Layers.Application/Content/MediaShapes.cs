using Layers.Application.Seams;
using Layers.Domain.Content;

namespace Layers.Application.Content;

// What is stored as JSON when a container is completed, and answered as it stands.

/// <summary>A file of a container.</summary>
/// <param name="Url">Null when the files were removed: see <c>mediaRemovedAt</c>.</param>
/// <param name="ThumbnailUrl">An image's own address; null for a video.</param>
/// <param name="DurationMs">Of a video; null for an image.</param>
public sealed record AssetShape(
    string AssetId,
    AssetKind Kind,
    string? Url,
    string? ThumbnailUrl,
    int Width,
    int Height,
    long? DurationMs,
    string MimeType,
    long SizeBytes);

/// <summary>What a gallery shows.</summary>
/// <param name="PrimaryUrl">Null when the files were removed; so is every other address, and <c>imageUrls</c> is empty.</param>
/// <param name="VideoUrl">Of a video only.</param>
/// <param name="HlsUrl">Of a video only, and null.</param>
/// <param name="DurationMs">Of a video only.</param>
/// <param name="AspectRatio">The nearest usual ratio, like <c>9:16</c>.</param>
public sealed record PreviewShape(
    PreviewKind Kind,
    string? PrimaryUrl,
    string? ThumbnailUrl,
    IReadOnlyList<string> ImageUrls,
    [property: MayBeAbsent] string? VideoUrl,
    [property: MayBeAbsent] string? HlsUrl,
    [property: MayBeAbsent] long DurationMs,
    string AspectRatio);

/// <summary>The first file of a container.</summary>
public sealed record PrimaryAssetShape(string AssetId, AssetKind Kind, string? ThumbnailUrl);

/// <summary>Whether a platform would take the files as they are, by its limits of today. It advises and refuses nothing.</summary>
public sealed record PlatformFitShape(string Platform, bool Ok, IReadOnlyList<FitIssueShape> Issues);

public sealed record FitIssueShape(string Code, string Message);
