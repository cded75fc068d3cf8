using System.Text.Json;
using System.Text.Json.Serialization;
using Layers.Domain;
using Layers.Domain.Approval;

namespace Layers.Application;

/// <summary>In JSON an id is its prefixed text, a value of an enum its word, and a review window as it was written: in what is sent, and in what is kept.</summary>
public static class TypedJson
{
    public static void AddTo(JsonSerializerOptions options)
    {
        options.Converters.Add(new Ids());
        options.Converters.Add(new EnumWords());
        options.Converters.Add(new WindowConverter());
    }

    public static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    private static JsonConverter Make(Type converter, Type type) => (JsonConverter)Activator.CreateInstance(converter.MakeGenericType(type))!;

    private sealed class Ids : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => IsId(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Make(typeof(IdConverter<>), typeToConvert);
    }

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct, IId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class EnumWords : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Make(typeof(WordConverter<>), typeToConvert);
    }

    private sealed class WordConverter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Words.TryParse<TEnum>(reader.GetString(), out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToWord());
    }

    private sealed class WindowConverter : JsonConverter<ReviewWindow>
    {
        public override ReviewWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ReviewWindow.TryParse(reader.GetString(), out var window) ? window! : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, ReviewWindow value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
