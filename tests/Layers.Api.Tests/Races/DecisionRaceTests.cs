using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Races;

public sealed class DecisionRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Callers = 30;

    [Fact]
    public async Task Decide_ByThirtyAtOnce_OneWinsAndTheOthersAreToldHow() => await OneWins(api.Client);

    [Fact]
    public async Task Decide_ByThirtyAtOnceOverTwoServers_OneWinsAndTheOthersAreToldHow()
    {
        await using var second = await api.ServerBeside();
        using var beside = second.Client(api.Given.Key.Text.Reveal());

        await OneWins(api.Client, beside);
    }

    [Fact]
    public async Task Decide_OnARevisionThatACaptionHasJustReplaced_IsRefusedThoughBothBeganTogether()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var correcting = api.Client.PatchJson($"/v1/content/{id}", new { caption = "Another caption." });
        await held.UntilWaiting(1);
        var approving = api.Client.PostJson($"/v1/content/{id}/approve", body: null, ("If-Match", "\"2\""));
        await held.UntilWaiting(2);
        await held.Release();

        (await correcting).Status.Should().Be(HttpStatusCode.OK);
        var error = (await approving).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        ((int?)error["details"]!["revision"]).Should().Be(3);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task Decision_ThatHadToWait_BearsTheTimeAtWhichItWasMade()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var correcting = api.Client.PatchJson($"/v1/content/{id}", new { caption = "What was looked at last." });
        await held.UntilWaiting(1);
        var approving = api.Client.PostJson($"/v1/content/{id}/approve");
        await held.UntilWaiting(2);
        api.Clock.Advance(Duration.FromSeconds(5));
        await held.Release();

        var expected = api.Clock.GetCurrentInstant().ToString();
        (await correcting).Text("completedAt").Should().Be(expected);
        (await approving).Text("approvedAt").Should().Be(expected, "nobody had approved anything before");
    }

    [Fact]
    public async Task Correct_ByTwentyAtOnce_LosesNone()
    {
        const int writers = 20;
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var correcting = Crowd.Of(writers, i => api.Client.PatchJson($"/v1/content/{id}", new { caption = $"Caption {i}" }));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();
        var answers = await correcting;

        answers.Select(answer => (int)answer.Json["revision"]!).Should().BeEquivalentTo(Enumerable.Range(3, writers));
        var rows = (await api.AuditOf(id)).Where(row => row.Type == "content.caption_corrected").ToList();
        rows.Should().HaveCount(writers);
        rows.Zip(rows.Skip(1)).Should().OnlyContain(
            pair => (string?)pair.First.Data["after"]!["caption"] == (string?)pair.Second.Data["before"]!["caption"]);
    }

    private async Task OneWins(params HttpClient[] servers)
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var deciding = Crowd.Of(Callers, i => Decide(servers[i % servers.Length], id, approve: i / servers.Length % 2 == 0));
        await held.UntilWaiting(servers.Length * ApiRaces.FewestSessionsOfAServer);
        await held.Release();
        var answers = await deciding;

        var winner = answers.Should().ContainSingle(answer => answer.Status == HttpStatusCode.OK).Which;
        var outcome = winner.Text("approvalStatus");
        foreach (var loser in answers.Where(answer => answer != winner))
        {
            var error = loser.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
            ((string?)error["message"]).Should().Be($"Container is already {outcome}.");
            ((string?)error["details"]!["approvalStatus"]).Should().Be(outcome);
        }

        var container = await api.Given.Container(id);
        ((string?)container["approvalStatus"]).Should().Be(outcome);
        ((int?)container["revision"]).Should().Be(3, "it was 2 when it was completed");
        (await api.AuditOf(id)).Select(row => row.Type).Should().Equal(
            "content.created", "content.file_received", "content.generated", $"content.{outcome}");
    }

    private static Task<Answer> Decide(HttpClient client, string id, bool approve) =>
        approve
            ? client.PostJson($"/v1/content/{id}/approve", new { note = "Yes." })
            : client.PostJson($"/v1/content/{id}/reject", new { reason = "No." });
}
