using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Layers.Domain;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Layers.Api.Http;

/// <summary>Revisions as entity tags: <c>ETag: "7"</c>.</summary>
public static class EntityTags
{
    public static void SetRevision(this HttpResponse response, int revision)
    {
        response.Headers.ETag = TagOf(revision).ToString();
        // A caller may keep the response, but has to ask each time whether it still holds.
        response.Headers.CacheControl = "private, no-cache";
    }

    /// <summary>
    /// What <c>If-Match</c> and <c>If-None-Match</c> demand of a write. A weak or unknown tag in <c>If-Match</c> never matches; a header that is not a list of
    /// entity tags throws <see cref="ErrorKind.Validation"/>.
    /// </summary>
    public static RevisionCondition IfMatch(this HttpRequest request)
    {
        var (accepted, refused) = (TagsIn(request, HeaderNames.IfMatch), TagsIn(request, HeaderNames.IfNoneMatch));
        var condition = accepted is null || IsAny(accepted)
            ? RevisionCondition.None
            : RevisionCondition.OneOf(RevisionsOf(accepted.Where(tag => !tag.IsWeak)));
        return refused is null ? condition
            : IsAny(refused) ? condition.ButNoneAtAll()
            : condition.ButNoneOf(RevisionsOf(refused));
    }

    /// <summary>Whether <c>If-None-Match</c> says that the caller has this revision. One that cannot be read says nothing: the response is sent.</summary>
    public static bool HasRevision(this HttpRequest request, int revision) =>
        TryRead(request.Headers.IfNoneMatch, out var tags)
        && (IsAny(tags) || tags.Any(tag => tag.Compare(TagOf(revision), useStrongComparison: false)));

    /// <summary>Null when there is no such header.</summary>
    private static IList<EntityTagHeaderValue>? TagsIn(HttpRequest request, string name)
    {
        if (!request.Headers.TryGetValue(name, out var lines))
            return null;
        return TryRead(lines, out var tags)
            ? tags
            : throw DomainException.Invalid([new Issue(name, $"{name} must be a quoted entity tag, a list of them, or *.")]);
    }

    private static bool TryRead(StringValues lines, [NotNullWhen(true)] out IList<EntityTagHeaderValue>? tags) =>
        EntityTagHeaderValue.TryParseStrictList(lines, out tags) && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any));

    private static bool IsAny(IList<EntityTagHeaderValue> tags) => tags is [var tag] && tag.Equals(EntityTagHeaderValue.Any);

    private static List<int> RevisionsOf(IEnumerable<EntityTagHeaderValue> tags) => [.. tags.Select(RevisionOf).OfType<int>()];

    private static int? RevisionOf(EntityTagHeaderValue tag) =>
        int.TryParse(HeaderUtilities.RemoveQuotes(tag.Tag), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && tag.Compare(TagOf(revision), useStrongComparison: false)
            ? revision
            : null;

    private static EntityTagHeaderValue TagOf(int revision) => new(string.Create(CultureInfo.InvariantCulture, $"\"{revision}\""));
}
