using System.Net;
using Layers.Api.Tests.Content;
using Layers.Application.Content;
using Layers.Testing;
using NodaTime;
using static Layers.Api.Tests.Content.ManyContainers;

namespace Layers.Api.Tests.Races;

/// <summary>Many decisions at once, over and over the same containers.</summary>
public sealed class BulkDecisionRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Callers = 30;
    private const int Containers = 200;

    [Fact]
    public async Task Decide_ByThirtyCallsInOtherOrders_DecidesEachOnceAndNeverBlocks()
    {
        var project = await api.Given.GatedProject();
        var ids = await api.ManyPending(project, Containers);
        await using var held = await api.Hold($"containers where container_id = '{ids.Max()!.Uuid()}'");

        var deciding = Crowd.Of(Callers, i => api.Client.Decide(project, Shuffled(ids, seed: i).Select(id => i % 2 == 0 ? ToApprove(id) : ToReject(id))));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();
        var answers = await deciding;

        await EachIsDecidedOnce(project, answers.SelectMany(answer => answer.Statuses()));
    }

    [Fact]
    public async Task Decide_BesideSingleCallsAndTheSweep_DecidesEachOnce()
    {
        var project = await api.Given.GatedProject(window: "PT1H");
        var ids = await api.ManyPending(project, Containers);
        api.Clock.Advance(Duration.FromHours(2));

        var answers = await Crowd.Of(Callers, async i => (i % 3) switch
        {
            0 => (await api.Client.Decide(project, Shuffled(ids, seed: i).Take(Containers / 2).Select(ToApprove))).Statuses(),
            1 => [.. (await Task.WhenAll(Shuffled(ids, seed: i).Take(5).Select(id => api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "No." }))))
                .Select(answer => (int)answer.Status)],
            _ => [.. Enumerable.Repeat(200, await api.Server.Send(new AutoApproveDue()))],
        });
        var left = await Sweep();

        await EachIsDecidedOnce(project, answers.SelectMany(statuses => statuses).Concat(Enumerable.Repeat(200, left)));
    }

    [Fact]
    public async Task Decide_WhileAnAccountIsDisconnected_PromotesAllOrNothing()
    {
        var project = await api.Given.GatedProject();
        var account = await api.Given.Account(project);
        var ids = await api.ManyPending(project, 8);
        var targets = new[] { new { socialAccountId = account, mode = "publish" } };
        foreach (var id in ids)
            await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });

        var answers = await Crowd.Of(5, i => i == 2
            ? api.Client.DeleteJson($"/v1/projects/{project}/social-accounts/{account}")
            : api.Client.Decide(project, Shuffled(ids, seed: i).Select(ToApprove)));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        var approvals = answers.Where((_, i) => i != 2).SelectMany(answer => answer.Results()).Where(result => (int)result["status"]! == 200).ToList();
        approvals.Should().HaveCount(ids.Count);
        approvals.Select(approval => (string)approval["body"]!["pendingSchedulePromotion"]!["status"]!).Distinct().Should().ContainSingle();
    }

    /// <summary>All are decided, each by one call, and each left one row and one event.</summary>
    private async Task EachIsDecidedOnce(string project, IEnumerable<int> statuses)
    {
        var all = statuses.ToList();
        all.Should().OnlyContain(status => status == 200 || status == 409);
        all.Count(status => status == 200).Should().Be(Containers);
        (await Count("containers", "approval_status in ('approved', 'rejected') and revision = 3", project)).Should().Be(Containers);
        (await Count("audit_log", "event_type in ('content.approved', 'content.rejected')", project)).Should().Be(Containers);
        (await Count("events", "event_type in ('content.approved', 'content.rejected')", project)).Should().Be(Containers);
    }

    private async Task<int> Sweep()
    {
        var swept = 0;
        while (await api.Server.Send(new AutoApproveDue()) is var some and > 0)
            swept += some;
        return swept;
    }

    private Task<long> Count(string table, string where, string project) =>
        api.Server.Database.Value<long>($"select count(*) from {table} where project_id = '{project.Uuid()}' and {where}");

    private static string[] Shuffled(IReadOnlyList<string> ids, int seed)
    {
        string[] shuffled = [.. ids];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
