using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Layers.Application;
using Layers.Application.Content;
using NodaTime.Serialization.SystemTextJson;

namespace Layers.Infrastructure.Sql;

/// <summary>JSON as this program stores it: responses kept for idempotency keys, data of audit rows, media.</summary>
public static class StoredJson
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { NodaConverters.InstantConverter, new JsonTextConverter(), new StoredMediaConverter() },
        };
        TypedJson.AddTo(options);
        return options;
    }

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    private static readonly JsonSerializerOptions DemandingOptions = new(Options)
    {
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { DemandMembers } },
    };

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>
    /// Reads what another version of this program may have written. Returns false when it does not fit: only members that may be null may be missing.
    /// </summary>
    public static bool TryRead<T>(string json, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(json, DemandingOptions);
            return value is not null;
        }
        catch (Exception misfit) when (misfit is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            value = default;
            return false;
        }
    }

    private static void DemandMembers(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => member.AssociatedParameter is { HasDefaultValue: false, IsNullable: false }))
            member.IsRequired = member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is null : !member.IsGetNullable;
    }

    private sealed class JsonTextConverter : JsonConverter<JsonText>
    {
        public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new JsonText(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
    }

    private sealed class StoredMediaConverter : JsonConverter<StoredMedia>
    {
        public override StoredMedia Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new StoredMedia(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
        }

        public override void Write(Utf8JsonWriter writer, StoredMedia value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
    }
}
