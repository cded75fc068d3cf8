using System.Net;
using System.Text.Json.Nodes;
using Layers.Domain;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

/// <summary>Many containers at once, and what decides them.</summary>
internal static class ManyContainers
{
    private const string CopyContainer =
        """
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at, completed_at,
          review_since, assets, preview, primary_asset, platform_fit)
        select organization_id, copies, project_id, creative_type, status, approval_status, revision, caption, created_at, completed_at,
          review_since, assets, preview, primary_asset, platform_fit
        from containers, unnest($2) copies
        where container_id = $1
        """;

    /// <summary>Pending, completed containers of one project, all alike.</summary>
    public static async Task<IReadOnlyList<string>> ManyPending(this ApiFixture api, string project, int count)
    {
        var original = await api.Given.Pending(project);
        var copies = Enumerable.Range(1, count - 1).Select(_ => Guid.NewGuid()).ToArray();
        await api.Server.Database.Run(CopyContainer, original.Uuid(), copies);
        return [original, .. copies.Select(id => new ContainerId(id).ToString())];
    }

    public static Task<Answer> Decide(this HttpClient client, string project, IEnumerable<object> decisions, params (string Name, string Value)[] headers) =>
        client.PostJson($"/v1/projects/{project}/content/decisions", new { decisions }, headers);

    public static object ToApprove(string id) => new { id, action = "approve", note = "Yes." };

    public static object ToReject(string id) => new { id, action = "reject", reason = "No." };

    public static IReadOnlyList<JsonNode> Results(this Answer answer)
    {
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return [.. answer.Json["results"]!.AsArray().Select(result => result!)];
    }

    public static IReadOnlyList<int> Statuses(this Answer answer) => [.. answer.Results().Select(result => (int)result["status"]!)];
}
