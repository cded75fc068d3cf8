using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Application.Projects;

/// <summary>Rules that creating and changing a project share.</summary>
internal static class ProjectFields
{
    private const string MustBeStorable = "must not contain U+0000 or unpaired surrogates";

    private static readonly FieldRule<string> ZoneName = new(
        "a string",
        new FieldShape { Format = "iana-timezone" },
        text => DateTimeZoneProviders.Tzdb.Ids.Contains(text) ? null : "must be an IANA time zone (e.g. Europe/Berlin)");

    private static readonly string TooLarge = $"must be at most {Project.LargestMetadataBytes:N0} bytes of JSON";

    public static void ProjectName<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence) =>
        rule.Line(presence, most: Project.LongestName);

    public static void ExternalId<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Line(Presence.MayBeAbsentOrNull, most: Project.LongestExternalId);

    public static void Timezone<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Takes(Presence.MayBeAbsent, ZoneName);

    public static void Metadata<T>(this IRuleBuilder<T, Optional<JsonElement>> rule) =>
        rule.Takes(Presence.MayBeAbsent, new FieldRule<JsonElement>("an object", new FieldShape(), FaultOfMetadata));

    /// <summary>The metadata itself; refused when merging made it larger than a project keeps.</summary>
    public static string DemandStorable(string metadata) =>
        Encoding.UTF8.GetByteCount(metadata) <= Project.LargestMetadataBytes
            ? metadata
            : throw DomainException.Invalid([new Issue("metadata", $"metadata {TooLarge}.")]);

    private static string? FaultOfMetadata(JsonElement metadata) =>
        metadata.ValueKind != JsonValueKind.Object ? "must be an object"
        : JsonMarshal.GetRawUtf8Value(metadata).Length > Project.LargestMetadataBytes ? TooLarge
        : FaultOfTexts(metadata);

    // Keys are names and stand on one line; values are texts.
    private static string? FaultOfTexts(JsonElement metadata)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(metadata));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && !Domain.Text.IsOneLine(reader.GetString()!))
                    return "must not have control characters or line breaks in a key";
                if (reader.TokenType is JsonTokenType.String && reader.GetString()!.Contains('\0'))
                    return MustBeStorable;
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return MustBeStorable; // Half a surrogate pair.
        }
    }
}
