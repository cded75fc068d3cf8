using Layers.Domain;
using Microsoft.Extensions.Primitives;

namespace Layers.Api.Http;

/// <summary>Revisions as entity tags: <c>ETag: "7"</c>.</summary>
internal static class EntityTags
{
    public static void SetRevision(this HttpResponse response, int revision)
    {
        response.Headers.ETag = Tag(revision);
        // Whoever has it may keep it for itself, and asks each time whether it still holds.
        response.Headers.CacheControl = "private, no-cache";
    }

    /// <summary>
    /// <c>*</c> or no header demands nothing; otherwise one of the tags must be the revision. A weak, foreign or missing tag never matches.
    /// </summary>
    public static RevisionCondition IfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        var tags = TagsOf(header);
        return header.Count == 0 || tags.Contains("*")
            ? RevisionCondition.None
            : RevisionCondition.OneOf([.. tags.Select(RevisionOf).OfType<int>()]);
    }

    public static bool HasRevision(this HttpRequest request, int revision)
    {
        var tags = TagsOf(request.Headers.IfNoneMatch);
        return tags.Contains("*") || tags.Any(tag => WithoutWeakness(tag) == Tag(revision));
    }

    private static List<string> TagsOf(StringValues header) =>
        [.. header.SelectMany(line => line!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static int? RevisionOf(string tag) =>
        int.TryParse(tag.Trim('"'), out var revision) && tag == Tag(revision) ? revision : null;

    private static string WithoutWeakness(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    private static string Tag(int revision) => $"\"{revision}\"";
}
