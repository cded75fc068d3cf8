using System.Runtime.InteropServices;
using System.Text.Json;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Application.Projects;

/// <summary>Rules that creating and changing a project share.</summary>
internal static class ProjectFields
{
    public static void ProjectName<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence) =>
        rule.Text(presence, least: 1, most: Project.LongestName);

    public static void ExternalId<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Text(Presence.MayBeAbsentOrNull, least: 1, most: Project.LongestExternalId);

    public static void Timezone<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Check(Presence.MayBeAbsent, "a string", text =>
            DateTimeZoneProviders.Tzdb.Ids.Contains(text) ? null : "must be an IANA time zone (e.g. Europe/Berlin)");

    public static void Metadata<T>(this IRuleBuilder<T, Optional<JsonElement>> rule) =>
        rule.Check(Presence.MayBeAbsent, "an object", metadata =>
            metadata.ValueKind != JsonValueKind.Object ? "must be an object"
            : JsonMarshal.GetRawUtf8Value(metadata).Length > Project.LargestMetadataBytes ? $"must be at most {Project.LargestMetadataBytes:N0} bytes of JSON"
            : !IsStorable(metadata) ? "must not contain U+0000 or unpaired surrogates"
            : null);

    private static bool IsStorable(JsonElement metadata)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(metadata));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.GetString()!.Contains('\0'))
                    return false;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // Half a surrogate pair.
        }
    }
}
