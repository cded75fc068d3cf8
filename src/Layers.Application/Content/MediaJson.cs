using System.Text.Encodings.Web;
using System.Text.Json;
using Layers.Domain;
using Layers.Domain.Content.Media;

namespace Layers.Application.Content;

/// <summary>
/// The JSON that a container shows of its files, written once when it is completed. Names, their order and which of them are
/// present are the contract's; a gallery's video keys are there for a video only, <c>hlsUrl</c> as null.
/// </summary>
public static class MediaJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="assets">At least one.</param>
    public static ContainerMedia Of(IReadOnlyList<Asset> assets) => new(
        Write(assets.Select(Show)),
        Write(Show(Preview.Of(assets) ?? throw new ArgumentException("There is nothing to show.", nameof(assets)))),
        Write(new { assets[0].AssetId, Kind = assets[0].Kind.ToWord(), assets[0].ThumbnailUrl }),
        Write(PlatformFit.Judge(assets)));

    private static object Show(Asset asset) => new
    {
        asset.AssetId,
        Kind = asset.Kind.ToWord(),
        asset.Url,
        asset.ThumbnailUrl,
        asset.Width,
        asset.Height,
        asset.DurationMs,
        asset.MimeType,
        asset.SizeBytes,
    };

    private static object Show(Preview preview)
    {
        var kind = preview.Kind.ToWord();
        return preview.Video is { } video
            ? new { kind, preview.PrimaryUrl, preview.ThumbnailUrl, preview.ImageUrls, video.VideoUrl, video.HlsUrl, video.DurationMs, preview.AspectRatio }
            : new { kind, preview.PrimaryUrl, preview.ThumbnailUrl, preview.ImageUrls, preview.AspectRatio };
    }

    private static StoredMedia Write<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Options));
}
