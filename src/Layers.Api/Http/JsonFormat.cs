using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Layers.Application;
using NodaTime;

namespace Layers.Api.Http;

/// <summary>JSON as callers send and see it: camelCase, exact names, no duplicate keys, instants in UTC with <c>Z</c>.</summary>
public static class JsonFormat
{
    public const int DeepestNesting = 64;

    public static readonly JsonSerializerOptions Options = Apply(new JsonSerializerOptions());

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = DeepestNesting;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonTextConverter());
        options.Converters.Add(new OptionalConverters());
        TypedJson.AddTo(options);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Bodies take timestamps as strings, so that a validator can say what is wrong with them.");

        // NodaTime's converter writes the same text, by way of a string: 300 bytes and five times as long for each of the hundred instants on a page.
        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToDateTimeUtc());
    }

    private sealed class JsonTextConverter : JsonConverter<JsonText>
    {
        public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
