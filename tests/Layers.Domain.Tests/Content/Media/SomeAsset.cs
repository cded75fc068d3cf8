using Layers.Domain.Content.Media;

namespace Layers.Domain.Tests.Content.Media;

/// <summary>Assets with the values of the published examples, where a test does not say otherwise.</summary>
internal static class SomeAsset
{
    public const string Base = "https://media.layers.com/public-media/content-container/a3f8c2d1/media/";

    public static Asset Video(
        int width = 1080,
        int height = 1920,
        long durationMs = 31_000,
        long sizeBytes = 18_874_368,
        MediaType? type = null,
        int ordinal = 1,
        string? codec = null) =>
        Of(type ?? MediaTypes.Mp4, width, height, durationMs, sizeBytes, ordinal, codec);

    public static Asset Image(
        int width = 1080,
        int height = 1350,
        long sizeBytes = 400_000,
        MediaType? type = null,
        int ordinal = 1,
        string? codec = null) =>
        Of(type ?? MediaTypes.Jpeg, width, height, durationMs: null, sizeBytes, ordinal, codec);

    public static IReadOnlyList<Asset> Images(int count) => [.. Enumerable.Range(1, count).Select(ordinal => Image(ordinal: ordinal))];

    private static Asset Of(MediaType type, int width, int height, long? durationMs, long sizeBytes, int ordinal, string? codec) =>
        Asset.Uploaded(ordinal, $"{Base}upload-{ordinal}.{type.Extension}", new MediaFacts(type, width, height, durationMs, codec), sizeBytes);
}
