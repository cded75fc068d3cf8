using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>One verdict, wherever it is shown.</summary>
public sealed class GateVerdictTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(3, "P7D")]
    public async Task Verdict_IsTheSameWhereverItIsShown(int firstN, string? window)
    {
        var project = await api.Given.GatedProject(firstN, window);
        await api.Reject(new Scene(project, await api.Given.Uploaded(project), ""));
        var scene = new Scene(project, await api.Given.Uploaded(project), await api.Given.Account(project));

        var gate = (await api.Client.GetJson($"/v1/content/{scene.Container}/gate")).Json;
        var onContainer = (await api.Given.Container(scene.Container))["gate"];
        var refusal = await api.Client.PostJson($"/v1/content/{scene.Container}/publish", new { targets = new[] { Steps.To(scene.Account) } });
        var heldBack = await api.Schedule(scene);

        ((string?)gate["code"]).Should().Be("APPROVAL_REQUIRED");
        JsonNode.DeepEquals(onContainer, gate).Should().BeTrue();
        JsonNode.DeepEquals(refusal.Json["error"]!["details"], gate).Should().BeTrue(refusal.Body);
        JsonNode.DeepEquals(heldBack.Json["gate"], gate).Should().BeTrue(heldBack.Body);
    }

    [Fact]
    public async Task Verdict_OnceApproved_IsOpen()
    {
        var scene = await api.Pending();
        await api.Approve(scene);

        var gate = (await api.Client.GetJson($"/v1/content/{scene.Container}/gate")).Json;

        JsonNode.DeepEquals(gate, JsonNode.Parse("""
            { "blocked": false, "code": null, "reasons": [], "requiredScope": null, "firstN": null, "autoApproveAt": null, "next": ["schedule", "publish"] }
            """)).Should().BeTrue(gate.ToJsonString());
    }
}
