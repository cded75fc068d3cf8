using System.Text.Json;
using System.Text.Json.Serialization;
using Layers.Application;

namespace Layers.Api.Http;

/// <summary>
/// Reads a field without giving up on the body: a value of the wrong type is kept as a fault, so that all faults are reported at once.
/// </summary>
internal sealed class OptionalConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
    {
        private static readonly string WhatItMustBe = Describe(typeof(T));

        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return Optional<T>.Null;

            var before = reader;
            try
            {
                return Optional<T>.Of(typeof(T) == typeof(long) ? (T)(object)JsonInteger.Read(ref reader) : JsonSerializer.Deserialize<T>(ref reader, options)!);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                // The reader throws InvalidOperationException for an escape that is half a surrogate pair.
                var isString = before.TokenType == JsonTokenType.String;
                reader = before;
                reader.Skip();
                return Optional<T>.WrongType(isString && typeof(T) == typeof(string) ? "must not contain U+0000 or unpaired surrogates" : WhatItMustBe);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);

        private static string Describe(Type type) =>
            type == typeof(string) ? "must be a string"
            : type == typeof(bool) ? "must be true or false"
            : type == typeof(long) ? "must be a whole number"
            : typeof(IEnumerable<string>).IsAssignableFrom(type) ? "must be an array of strings"
            : typeof(System.Collections.IDictionary).IsAssignableFrom(type) ? "must be an object"
            : typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? "must be an array of objects"
            : "must be an object";
    }
}
