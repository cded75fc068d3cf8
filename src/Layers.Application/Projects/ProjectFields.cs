using System.Text;
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
            : Encoding.UTF8.GetByteCount(metadata.GetRawText()) > Project.LargestMetadataBytes ? $"must be at most {Project.LargestMetadataBytes:N0} bytes of JSON"
            : null);
}
