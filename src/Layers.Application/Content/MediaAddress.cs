using System.Buffers;
using System.Text;

namespace Layers.Application.Content;

/// <summary>Stored media addresses leave open where media is served; the present base is put in front when they are shown.</summary>
public static class MediaAddress
{
    public const string Scheme = "media:";

    // The scheme behind a quotation mark.
    private static ReadOnlySpan<byte> Stored => "\"media:"u8;

    public static string Of(MediaPath path) => Scheme + path;

    /// <summary>What stands in front of every media path that is shown, with its quotation mark.</summary>
    public static byte[] ShownAt(string publicBase) => Encoding.UTF8.GetBytes($"\"{publicBase}/media/");

    public static bool IsIn(ReadOnlySpan<byte> json) => json.IndexOf(Stored) >= 0;

    /// <summary>The same JSON with every media address made absolute.</summary>
    public static StoredMedia Resolve(StoredMedia media, string publicBase)
    {
        var resolved = new ArrayBufferWriter<byte>();
        Resolve(media.Json, ShownAt(publicBase), resolved);
        return new StoredMedia(resolved.WrittenSpan.ToArray());
    }

    /// <summary>Stored JSON with every media address made absolute. No text of a caller's stands in it, so the quoted scheme is always ours.</summary>
    /// <param name="shown">Of <see cref="ShownAt"/>.</param>
    public static void Resolve(ReadOnlySpan<byte> json, ReadOnlySpan<byte> shown, IBufferWriter<byte> resolved)
    {
        for (var at = json.IndexOf(Stored); at >= 0; at = json.IndexOf(Stored))
        {
            resolved.Write(json[..at]);
            resolved.Write(shown);
            json = json[(at + Stored.Length)..];
        }

        resolved.Write(json);
    }
}
