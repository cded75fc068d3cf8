using System.Text.Json;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;

namespace Layers.Bare;

/// <summary>What platforms make of the files. It is not stored, so the bare server judges it by the same rules whenever it shows it.</summary>
internal static class Fit
{
    public static void WriteFit(this Utf8JsonWriter json, string name, byte[]? assets, string?[]? codecs)
    {
        json.WriteStartArray(name);
        foreach (var fit in PlatformFit.Judge(assets is null ? [] : AssetsOf(assets, codecs)))
        {
            json.WriteStartObject();
            json.WriteString("platform", fit.Platform);
            json.WriteBoolean("ok", fit.Ok);
            json.WriteStartArray("issues");
            foreach (var issue in fit.Issues)
            {
                json.WriteStartObject();
                json.WriteString("code", issue.Code);
                json.WriteString("message", issue.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static List<Asset> AssetsOf(byte[] stored, string?[]? codecs)
    {
        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.EnumerateArray().Select((asset, index) => Of(asset, codecs?.ElementAtOrDefault(index)))];
    }

    private static Asset Of(JsonElement asset, string? codec) => new(
        asset.GetProperty("assetId").GetString()!,
        asset.GetProperty("kind").ValueEquals("video") ? AssetKind.Video : AssetKind.Image,
        asset.GetProperty("url").GetString()!,
        asset.GetProperty("thumbnailUrl").GetString(),
        asset.GetProperty("width").GetInt32(),
        asset.GetProperty("height").GetInt32(),
        asset.GetProperty("durationMs") is { ValueKind: JsonValueKind.Number } duration ? duration.GetInt64() : null,
        asset.GetProperty("mimeType").GetString()!,
        asset.GetProperty("sizeBytes").GetInt64(),
        codec);
}
