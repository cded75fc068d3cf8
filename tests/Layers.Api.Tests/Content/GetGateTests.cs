using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class GetGateTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Open = """
        { "blocked": false, "code": null, "reasons": [], "requiredScope": null, "firstN": null, "autoApproveAt": null, "next": ["schedule", "publish"] }
        """;

    [Fact]
    public async Task Gate_OfPendingContainer_SaysWhyAndWhatOpensIt()
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        var decided = new[] { await api.Given.Pending(project), await api.Given.Pending(project) };
        await api.Client.PostJson($"/v1/content/{decided[0]}/approve");
        await api.Client.PostJson($"/v1/content/{decided[1]}/reject", new { reason = "No." });
        api.Clock.Advance(Duration.FromSeconds(1));
        var id = await api.Given.Pending(project);
        api.Clock.Advance(Duration.FromHours(24));
        var dueAt = api.Now;

        await ShouldBe(id, $$"""
            {
              "blocked": true, "code": "APPROVAL_REQUIRED", "reasons": ["approval_pending"], "requiredScope": null,
              "firstN": { "required": 5, "decided": 2, "remaining": 3 }, "autoApproveAt": "{{dueAt}}", "next": ["approve", "reject"]
            }
            """);
    }

    [Fact]
    public async Task Gate_OfPendingContainerWithoutWarmUpOrWindow_SaysSoWithNulls() => await ShouldBe(await api.Given.Pending(), """
        {
          "blocked": true, "code": "APPROVAL_REQUIRED", "reasons": ["approval_pending"], "requiredScope": null, "firstN": null,
          "autoApproveAt": null, "next": ["approve", "reject"]
        }
        """);

    [Fact]
    public async Task Gate_OfUngatedContainer_IsOpen() => await ShouldBe(await api.Given.Uploaded(await api.Given.Project()), Open);

    [Fact]
    public async Task Gate_OfApprovedContainer_IsOpen_AndTheClockStops()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT1H"));
        await api.Client.PostJson($"/v1/content/{id}/approve");

        await ShouldBe(id, Open);
    }

    [Fact]
    public async Task Gate_OfRejectedContainer_IsShutForGood()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT1H"));
        await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "No." });

        await ShouldBe(id, """
            {
              "blocked": true, "code": "CONTENT_REJECTED", "reasons": ["rejected"], "requiredScope": null, "firstN": null,
              "autoApproveAt": null, "next": ["create"]
            }
            """);
    }

    [Fact]
    public async Task Gate_OfUnfinishedContainers_SaysWhatIsMissing()
    {
        var project = await api.Given.Project();
        var (upload, _) = await api.Given.StartedUpload(project, Given.Picture());
        (string Id, string Reason, string Next)[] unfinished =
        [
            (upload, "not_completed", "finalize-upload"),
            (await api.Given.Queued(project), "not_completed", "wait"),
            (await api.Given.Processing(project), "not_completed", "wait"),
            (await api.Given.Failed(project), "generation_failed", "create"),
            (await api.Given.Canceled(project), "canceled", "create"),
        ];

        foreach (var (id, reason, next) in unfinished)
        {
            await ShouldBe(id, $$"""
                {
                  "blocked": true, "code": "VALIDATION", "reasons": ["{{reason}}"], "requiredScope": null, "firstN": null,
                  "autoApproveAt": null, "next": ["{{next}}"]
                }
                """);
        }
    }

    [Fact]
    public async Task Gate_OfUnfinishedPendingContainer_GivesBothReasons()
    {
        var gate = (await Get(await api.Given.Queued(await api.Given.GatedProject()))).Json;

        gate["reasons"]!.AsArray().Select(reason => (string?)reason).Should().Equal("approval_pending", "not_completed");
        ((string?)gate["code"]).Should().Be("VALIDATION");
    }

    [Fact]
    public async Task Gate_FollowsThePolicyAsItIsNow_InWarmUpAndWindow()
    {
        var project = await api.Given.GatedProject(firstN: 2);
        var createdAt = api.Clock.GetCurrentInstant();
        var id = await api.Given.Pending(project);

        await api.Given.Policy(project, new { firstNPostsBlocked = 9, autoApproveAfter = "P1W" });

        var gate = (await Get(id)).Json;
        ((int?)gate["firstN"]!["remaining"]).Should().Be(9);
        ((string?)gate["autoApproveAt"]).Should().Be(NodaTime.Text.InstantPattern.ExtendedIso.Format(createdAt + Duration.FromDays(7)));
    }

    [Fact]
    public async Task Gate_IsTheOneOnTheContainer_AndTheOneThatPublishingMeets()
    {
        var project = await api.Given.GatedProject(firstN: 2, window: "PT24H");
        var id = await api.Given.Pending(project);
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };

        var gate = (await Get(id)).Json;

        (await api.Given.Container(id))["gate"]!.ShouldBeJson(gate.ToJsonString());
        var refused = await api.Client.PostJson($"/v1/content/{id}/publish", new { targets });
        refused.ShouldBeError(HttpStatusCode.Forbidden, "APPROVAL_REQUIRED")["details"]!.ShouldBeJson(gate.ToJsonString());
    }

    [Fact]
    public async Task Gate_InAnArchivedProject_IsShut_AndNothingOpensIt()
    {
        var project = await api.Given.GatedProject(firstN: 5, window: "PT24H");
        string[] ids = [await api.Given.Pending(project), await api.Given.Pending(project), await api.Given.Pending(project), await api.Given.Queued(project)];
        await api.Client.PostJson($"/v1/content/{ids[0]}/approve");
        await api.Client.PostJson($"/v1/content/{ids[1]}/reject", new { reason = "No." });
        await api.Client.DeleteJson($"/v1/projects/{project}");

        foreach (var id in ids)
        {
            await ShouldBe(id, """
                {
                  "blocked": true, "code": "CONFLICT", "reasons": ["project_archived"], "requiredScope": null,
                  "firstN": { "required": 5, "decided": 2, "remaining": 3 }, "autoApproveAt": null, "next": []
                }
                """);
        }
    }

    [Fact]
    public async Task Gate_OfUnknown_Returns404() => (await Get($"cnt_{Guid.NewGuid()}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    private async Task ShouldBe(string id, string gate)
    {
        (await Get(id)).ShouldBeJson(HttpStatusCode.OK, gate);
        (await api.Given.Container(id))["gate"]!.ShouldBeJson(gate);
    }

    private Task<Answer> Get(string id) => api.Client.GetJson($"/v1/content/{id}/gate");
}
