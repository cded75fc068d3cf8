using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMapper;
using Layers.Application.Content;

namespace Layers.Api.Http;

/// <summary>Stored media on its way out: the present public address is put in front of its media addresses while it is written.</summary>
/// <param name="Address">Of <see cref="MediaAddress.ShownAt"/>.</param>
[JsonConverter(typeof(Converter))]
public sealed record ShownMedia(StoredMedia Stored, byte[] Address)
{
    private sealed class Converter : JsonConverter<ShownMedia>
    {
        // One value is written out before the thread resolves the next.
        [ThreadStatic]
        private static ArrayBufferWriter<byte>? resolved;

        public override ShownMedia Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ShownMedia value, JsonSerializerOptions options) =>
            writer.WriteRawValue(MediaAddress.IsIn(value.Stored.Json) ? Resolve(value) : value.Stored.Json, skipInputValidation: true);

        private static ReadOnlySpan<byte> Resolve(ShownMedia value)
        {
            resolved ??= new ArrayBufferWriter<byte>();
            resolved.ResetWrittenCount();
            MediaAddress.Resolve(value.Stored.Json, value.Address, resolved);
            return resolved.WrittenSpan;
        }
    }
}

/// <summary>One a request, for all that it shows.</summary>
internal sealed class MediaAddresses(RequestAddress address) : ITypeConverter<StoredMedia, ShownMedia>
{
    private byte[]? shownAt;

    // The mapper calls converters for null too, whatever their signature says.
    public ShownMedia Convert(StoredMedia? source, ShownMedia? destination, ResolutionContext context) =>
        source is null ? null! : new(source, shownAt ??= MediaAddress.ShownAt(address.Base));
}
