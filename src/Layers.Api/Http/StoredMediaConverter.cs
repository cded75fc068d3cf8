using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Layers.Application.Content;

namespace Layers.Api.Http;

/// <summary>Puts the present public address in front of media addresses while stored media is written out.</summary>
internal sealed class StoredMediaConverter(PublicAddress address) : JsonConverter<StoredMedia>
{
    // One value is written out before the thread resolves the next.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? resolved;

    private volatile Shown? last;

    public override StoredMedia Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, StoredMedia value, JsonSerializerOptions options) =>
        writer.WriteRawValue(MediaAddress.IsIn(value.Json) ? Resolve(value.Json) : value.Json, skipInputValidation: true);

    private ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> json)
    {
        resolved ??= new ArrayBufferWriter<byte>();
        resolved.ResetWrittenCount();
        MediaAddress.Resolve(json, ShownAt(address.Base), resolved);
        return resolved.WrittenSpan;
    }

    private byte[] ShownAt(string publicBase)
    {
        var known = last;
        if (known is null || known.Base != publicBase)
            last = known = new Shown(publicBase, MediaAddress.ShownAt(publicBase));
        return known.Utf8;
    }

    private sealed record Shown(string Base, byte[] Utf8);
}
