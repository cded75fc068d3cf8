using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Races;

public sealed class PolicyRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Writers = 24;

    [Fact]
    public async Task Patch_ByManyAtOnce_LosesNoneAndLeavesAnUnbrokenTrail()
    {
        var project = await api.Given.Project();
        await using var held = await api.Hold($"approval_policies where project_id = '{project.Uuid()}'");

        var patching = Crowd.Of(Writers, i => Patch(project, i % 2 == 0 ? new { firstNPostsBlocked = i + 1 } : new { autoApproveAfter = $"PT{i}H" }));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        (await patching).Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        var trail = (await api.Given.Audit()).Where(row => row.Type == "approval_policy.updated" && row.Project == project.Uuid()).ToList();
        trail.Should().HaveCount(Writers);
        foreach (var (earlier, later) in trail.Zip(trail.Skip(1)))
            JsonNode.DeepEquals(earlier.Data["after"], later.Data["before"]).Should().BeTrue("every change begins where the last one ended");
        trail.Should().OnlyContain(row => ChangedFields(row.Data).Count() == 1, "no change took another's back");
        var policy = (await api.Client.GetJson($"/v1/projects/{project}/approval-policy")).Json;
        JsonNode.DeepEquals(policy, trail[^1].Data["after"]).Should().BeTrue();
    }

    [Fact]
    public async Task Patch_ByBothNamesAtOnce_LosesNoneAndLeavesAnUnbrokenTrail()
    {
        var project = await api.Given.Project();
        await using var held = await api.Hold($"approval_policies where project_id = '{project.Uuid()}'");

        var patching = Crowd.Of(Writers, i => i % 2 == 0
            ? api.Client.PatchJson($"/v1/projects/{project}/content-review-policy", new { policy = "review_first_n", firstN = i + 1 })
            : Patch(project, new { autoApproveAfter = $"PT{i}H" }));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        (await patching).Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        var trail = (await api.Given.Audit()).Where(row => row.Type is "approval_policy.updated" or "content_review_policy.updated" && row.Project == project.Uuid()).ToList();
        trail.Should().HaveCount(Writers);
        foreach (var (earlier, later) in trail.Zip(trail.Skip(1)))
            JsonNode.DeepEquals(earlier.Data["after"], later.Data["before"]).Should().BeTrue("every change begins where the last one ended");
        var review = (await api.Client.GetJson($"/v1/projects/{project}/content-review-policy")).Json;
        ((int)review["firstN"]!).Should().Be((int)trail[^1].Data["after"]!["firstNPostsBlocked"]!);
    }

    [Fact]
    public async Task Patch_ByManyAtOnceToTheSame_IsOneChange()
    {
        var project = await api.Given.Project();
        await using var held = await api.Hold($"approval_policies where project_id = '{project.Uuid()}'");

        var patching = Crowd.Of(Writers, _ => Patch(project, new { requiresApproval = true }));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        (await patching).Select(answer => answer.Body).Distinct().Should().ContainSingle();
        (await api.Given.Audit()).Should().ContainSingle(row => row.Type == "approval_policy.updated" && row.Project == project.Uuid());
    }

    private Task<Answer> Patch(string project, object policy) => api.Client.PatchJson($"/v1/projects/{project}/approval-policy", policy);

    private static IEnumerable<string> ChangedFields(JsonNode data) =>
        from field in data["after"]!.AsObject()
        where field.Key != "updatedAt" && !JsonNode.DeepEquals(field.Value, data["before"]![field.Key])
        select field.Key;
}
