using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime.Text;

namespace Layers.Conformance.Gate;

/// <summary>What the verdict shows is what is enforced.</summary>
public abstract partial class GateRuleConformance<TRule>
{
    private static readonly string[] GoneOut = ["publishing", "published", "draft"];

    [Fact]
    public async Task Verdict_OnAShutContainer_ShowsTheReason_WhereverItIsRead()
    {
        var container = await Shut();

        var gate = await Gate(container);

        ((bool?)gate["blocked"]).Should().BeTrue("Shut() makes a container that the rule keeps shut");
        ShownOf(gate).Should().NotBeEmpty("the rule has a reason for the container that Shut() makes");
        JsonNode.DeepEquals((await Api.Given.Container(container))["gate"], gate).Should().BeTrue("the container shows the same verdict");
        (await Api.Client.GetJson("/openapi/v1.json")).Body.Should().ContainAll(Rule.Reasons.Select(reason => $"\"{reason.Word}\""), "the document lists every reason");
    }

    [Fact]
    public async Task Publish_OfAShutContainer_IsRefusedAsTheVerdictSays()
    {
        var container = await Shut();

        var publish = await Publish(container, await Account(container));

        ShouldBeRefused(publish, await Gate(container));
    }

    [Fact]
    public async Task Schedule_OfAShutContainer_IsHeldOrRefusedAsTheVerdictSays()
    {
        var container = await Shut();
        var gate = await Gate(container);

        var schedule = await Schedule(container, await Account(container));

        if ((string?)gate["code"] == "APPROVAL_REQUIRED")
            (schedule.Status, (string?)schedule.Json["gateStatus"]).Should().Be((HttpStatusCode.Accepted, "blocked_on_approval"), "GateEffect.Waits holds schedules");
        else
            ShouldBeRefused(schedule, gate);
    }

    [Fact]
    public async Task Dispatch_OfAShutContainer_SendsNothing()
    {
        var container = await Shut();
        await Schedule(container, await Account(container));

        await DispatchInAnHour();

        (await StatusesOf(container)).Should().NotIntersectWith(GoneOut, "nothing goes out while the gate is shut");
    }

    [Fact]
    public async Task Dispatch_OfAContainerThatWasShutSinceItWasScheduled_SendsNothing()
    {
        var container = await Open();
        (await Schedule(container, await Account(container))).Status.Should().Be(HttpStatusCode.Created, "Open() makes a container whose gate is open");
        if (!await TryShut(container))
            return;
        ShownOf(await Gate(container)).Should().NotBeEmpty("TryShut() has shut the gate by the rule");

        await DispatchInAnHour();

        (await StatusesOf(container)).Should().NotIntersectWith(GoneOut, "the gate is asked again when the hour comes");
    }

    [Fact]
    public async Task OpenContainer_IsPublished()
    {
        var container = await Open();

        ShownOf(await Gate(container)).Should().BeEmpty("the rule has no reason for the container that Open() makes");
        (await Publish(container, await Account(container))).Status.Should().Be(HttpStatusCode.Created, "its gate is open");
    }

    private async Task<JsonNode> Gate(string container) => (await Api.Client.GetJson($"/v1/content/{container}/gate")).Json;

    /// <summary>The rule's own reasons in a verdict.</summary>
    private IEnumerable<string> ShownOf(JsonNode gate) => gate["reasons"]!.AsArray().Select(reason => (string)reason!).Intersect(Rule.Reasons.Select(reason => reason.Word));

    private static void ShouldBeRefused(Answer answer, JsonNode gate)
    {
        ((int)answer.Status).Should().BeInRange(400, 499, $"the verdict says {gate["code"]}");
        answer.ErrorCode.Should().Be((string?)gate["code"], "the code of the verdict is the error that callers meet");
    }

    private async Task<string> ProjectOf(string container) => (string)(await Api.Given.Container(container))["projectId"]!;

    // A project takes no accounts any more when Shut() has archived it: then it has one already.
    private async Task<string> Account(string container)
    {
        var accounts = $"/v1/projects/{await ProjectOf(container)}/social-accounts";
        var account = await Api.Client.PostJson(accounts, new { platform = "tiktok", handle = "@acme" });
        return account.Status == HttpStatusCode.Created ? account.Text("socialAccountId") : (string)(await Api.Client.GetJson(accounts)).Json["items"]![0]!["socialAccountId"]!;
    }

    private Task<Answer> Publish(string container, string account) =>
        Api.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { new { socialAccountId = account, mode = "publish" } } });

    private Task<Answer> Schedule(string container, string account)
    {
        var scheduledFor = InstantPattern.ExtendedIso.Format(Api.Clock.GetCurrentInstant() + AnHour);
        return Api.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor, targets = new[] { new { socialAccountId = account, mode = "publish" } } });
    }

    private async Task DispatchInAnHour()
    {
        Api.Clock.Advance(AnHour);
        await Api.Server.DispatchDuePosts();
    }

    private async Task<IReadOnlyList<string>> StatusesOf(string container)
    {
        var posts = (await Api.Client.GetJson($"/v1/projects/{await ProjectOf(container)}/scheduled-posts")).Json["items"]!.AsArray();
        return [.. posts.Where(post => (string)post!["containerId"]! == container).Select(post => (string)post!["status"]!)];
    }
}
