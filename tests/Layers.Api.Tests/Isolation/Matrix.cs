using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>Every endpoint of the server, with what it takes to be let in. A new endpoint belongs in here, or a test fails.</summary>
internal static class Matrix
{
    public static readonly IReadOnlyDictionary<string, Row> Rows = new Dictionary<string, Row>(StringComparer.Ordinal)
    {
        ["GET v1/whoami"] = new(Scope: null),
        ["POST v1/test/clock"] = new(Scope: null, _ => new { advance = "PT1H" }),
        ["GET v1/events"] = new(Scopes.AuditRead),

        ["GET v1/projects"] = new(Scopes.ProjectsRead),
        ["POST v1/projects"] = new(Scopes.ProjectsWrite, _ => new { name = "Acme Coffee" }),
        ["GET v1/projects/{projectId}"] = new(Scopes.ProjectsRead),
        ["PATCH v1/projects/{projectId}"] = new(Scopes.ProjectsWrite, _ => new { name = "Taken over" }),
        ["DELETE v1/projects/{projectId}"] = new(Scopes.ProjectsWrite),
        ["GET v1/projects/{projectId}/approval-policy"] = new(Scopes.ContentRead),
        ["PATCH v1/projects/{projectId}/approval-policy"] = new(Scopes.ContentApprove, _ => new { requiresApproval = false }),
        ["GET v1/projects/{projectId}/content"] = new(Scopes.ContentRead),
        ["POST v1/projects/{projectId}/content/uploads"] = new(
            Scopes.ContentWrite, _ => new { files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 1000 } } }),

        ["GET v1/content/{containerId}"] = new(Scopes.ContentRead),
        ["GET v1/content/{containerId}/gate"] = new(Scopes.ContentRead),
        ["PATCH v1/content/{containerId}"] = new(Scopes.ContentWrite, _ => new { caption = "Taken over." }),
        ["POST v1/content/{containerId}/finalize-upload"] = new(Scopes.ContentWrite, _ => new { caption = "Taken over." }),
        ["POST v1/content/{containerId}/approve"] = new(Scope: null),
        ["POST v1/content/{containerId}/reject"] = new(Scope: null, _ => new { reason = "No." }),
        ["POST v1/content/{containerId}/hold"] = new(Scopes.ContentApprove),
        ["POST v1/content/{containerId}/release"] = new(Scopes.ContentApprove),
        ["POST v1/content/{containerId}/schedule"] = new(
            Scopes.PublishWrite, ids => new { scheduledFor = "2030-01-01T00:00:00Z", targets = new[] { new { socialAccountId = ids.SocialAccountId, mode = "publish" } } }),
        ["POST v1/content/{containerId}/publish"] = new(
            Scopes.PublishWrite, ids => new { targets = new[] { new { socialAccountId = ids.SocialAccountId, mode = "publish" } } }),

        ["GET v1/projects/{projectId}/scheduled-posts"] = new(Scopes.PublishRead, Query: ids => $"?socialAccountId={ids.SocialAccountId}"),
        ["GET v1/scheduled-posts/{scheduledPostId}"] = new(Scopes.PublishRead),
        ["POST v1/scheduled-posts/{scheduledPostId}/reschedule"] = new(Scopes.PublishWrite, _ => new { scheduledFor = "2031-01-01T00:00:00Z" }),
        ["DELETE v1/scheduled-posts/{scheduledPostId}"] = new(Scopes.PublishWrite),

        ["GET v1/projects/{projectId}/social-accounts"] = new(Scopes.SocialRead),
        ["POST v1/projects/{projectId}/social-accounts"] = new(Scopes.SocialWrite, _ => new { platform = "tiktok", handle = "@stranger" }),
        ["DELETE v1/projects/{projectId}/social-accounts/{socialAccountId}"] = new(Scopes.SocialWrite),
        ["POST v1/projects/{projectId}/social-accounts/{socialAccountId}/reconnect"] = new(Scopes.SocialWrite),
    };

    /// <summary>Endpoints that no key opens: who knows the address may read, who holds the signature may send.</summary>
    public static readonly IReadOnlyCollection<string> WithoutKey =
        ["GET media/{**path}", "HEAD media/{**path}", "PUT v1/uploads/{containerId}/{ordinal:int}"];

    public static TheoryData<string> All => new(Rows.Keys);

    public static TheoryData<string> Addressed => new(Rows.Keys.Where(endpoint => endpoint.Contains('{')));

    public static TheoryData<string> Scoped => new(Rows.Where(row => row.Value.Scope is not null).Select(row => row.Key));

    public static Task<Answer> Call(this HttpClient client, string endpoint, Ids path, Ids? body = null)
    {
        var row = Rows[endpoint];
        var parts = endpoint.Split(' ');
        var address = "/" + path.In(parts[1]) + row.Query?.Invoke(body ?? path);
        return client.Call(HttpMethod.Parse(parts[0]), address, Sending.Json(row.Body?.Invoke(body ?? path)));
    }
}

/// <param name="Scope">What a key needs; null: any key of an organization will do.</param>
/// <param name="Body">A body that its own organization is let in with.</param>
/// <param name="Query">Where the query names something of the organization's.</param>
internal sealed record Row(string? Scope, Func<Ids, object>? Body = null, Func<Ids, string>? Query = null);

/// <summary>One of everything that an organization has.</summary>
internal sealed record Ids(string ProjectId, string ContainerId, string SocialAccountId, string ScheduledPostId)
{
    /// <summary>Nobody has these.</summary>
    public static Ids Unknown { get; } = new($"prj_{Guid.NewGuid()}", $"cnt_{Guid.NewGuid()}", $"sa_{Guid.NewGuid()}", $"sp_{Guid.NewGuid()}");

    /// <summary>All mixtures of these ids with those of <paramref name="other"/> that differ in what the route names, and are not all these.</summary>
    public IEnumerable<(Ids Mixed, Ids Unknown)> MixedWith(Ids other, string route)
    {
        string[] names = [.. new[] { "projectId", "containerId", "socialAccountId", "scheduledPostId" }.Where(name => route.Contains($"{{{name}}}"))];
        for (var mask = 1; mask < 1 << names.Length; mask++)
        {
            var foreign = names.Where((_, place) => (mask & (1 << place)) != 0).ToHashSet(StringComparer.Ordinal);
            yield return (Take(foreign, other), Take(foreign, Unknown));
        }
    }

    public string In(string route) =>
        route.Replace("{projectId}", ProjectId).Replace("{containerId}", ContainerId)
            .Replace("{socialAccountId}", SocialAccountId).Replace("{scheduledPostId}", ScheduledPostId);

    private Ids Take(HashSet<string> foreign, Ids other) =>
        new(
            foreign.Contains("projectId") ? other.ProjectId : ProjectId,
            foreign.Contains("containerId") ? other.ContainerId : ContainerId,
            foreign.Contains("socialAccountId") ? other.SocialAccountId : SocialAccountId,
            foreign.Contains("scheduledPostId") ? other.ScheduledPostId : ScheduledPostId);
}
