using System.Text.Encodings.Web;
using System.Text.Json;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;

namespace Layers.Application.Content;

/// <summary>
/// The JSON that a container shows of its files: written once when it is completed, but for what platforms make of them. Names, their order and which of them are
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
        [.. assets.Select(asset => asset.Codec)]);

    /// <summary>What platforms make of the files, by what is stored of them; empty while there are none.</summary>
    public static StoredMedia FitOf(ContainerMedia? media) => media is null ? StoredMedia.EmptyArray : Write(PlatformFit.Judge(AssetsOf(media)));

    private static List<Asset> AssetsOf(ContainerMedia media) =>
    [
        .. JsonSerializer.Deserialize<ShownAsset[]>(media.Assets.Json, Options)!.Select((asset, index) => new Asset(
            asset.AssetId,
            Words.Parse<AssetKind>(asset.Kind),
            asset.Url,
            asset.ThumbnailUrl,
            asset.Width,
            asset.Height,
            asset.DurationMs,
            asset.MimeType,
            asset.SizeBytes,
            media.Codecs?.ElementAtOrDefault(index))),
    ];

    private static ShownAsset Show(Asset asset) => new(
        asset.AssetId,
        asset.Kind.ToWord(),
        asset.Url,
        asset.ThumbnailUrl,
        asset.Width,
        asset.Height,
        asset.DurationMs,
        asset.MimeType,
        asset.SizeBytes);

    private static object Show(Preview preview)
    {
        var kind = preview.Kind.ToWord();
        return preview.Video is { } video
            ? new { kind, preview.PrimaryUrl, preview.ThumbnailUrl, preview.ImageUrls, video.VideoUrl, video.HlsUrl, video.DurationMs, preview.AspectRatio }
            : new { kind, preview.PrimaryUrl, preview.ThumbnailUrl, preview.ImageUrls, preview.AspectRatio };
    }

    private static StoredMedia Write<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    private sealed record ShownAsset(
        string AssetId,
        string Kind,
        string Url,
        string? ThumbnailUrl,
        int Width,
        int Height,
        long? DurationMs,
        string MimeType,
        long SizeBytes);
}
