using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Layers.Application.Content;

/// <summary>
/// JSON about a container's files, in UTF-8: written once, stored, and passed on without being read. Its addresses begin with
/// <see cref="MediaAddress.Scheme"/>. Handed from one to the next, never changed.
/// </summary>
public sealed record StoredMedia(byte[] Json)
{
    public static readonly StoredMedia EmptyArray = new("[]"u8.ToArray());

    /// <summary>The same with every address null, and without the addresses in lists: the files are gone, and their facts stay.</summary>
    public StoredMedia WithoutAddresses()
    {
        var json = JsonNode.Parse(Json)!;
        RemoveAddresses(json);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        return new StoredMedia(text.ToArray());
    }

    private static void RemoveAddresses(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject shown:
                foreach (var (name, value) in shown.ToList())
                {
                    if (IsAddress(value))
                        shown[name] = null;
                    else
                        RemoveAddresses(value);
                }

                break;
            case JsonArray list:
                list.RemoveAll(IsAddress);
                foreach (var item in list)
                    RemoveAddresses(item);
                break;
        }
    }

    private static bool IsAddress(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var address) && address.StartsWith(MediaAddress.Scheme, StringComparison.Ordinal);
}
