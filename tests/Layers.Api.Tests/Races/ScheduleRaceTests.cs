using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Races;

/// <summary>Thirty calls on one container at once: whoever comes first, nothing that was answered is lost, and nothing rejected lives.</summary>
public sealed class ScheduleRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Calls = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task SimultaneousCalls_NeitherLoseNorDoubleAnything(int seed)
    {
        var scene = await api.Pending();
        var stashed = new ConcurrentBag<string>((await api.Schedule(scene, targets: 3)).PostIds());
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;
        var random = new Random(seed);
        var calls = Enumerable.Range(0, Calls).Select(_ => (Kind: random.Next(10), Pick: random.Next(3))).ToList();

        var answers = await Crowd.Of(Calls, index => Make(calls[index].Kind, scene, stashed.ElementAt(calls[index].Pick), Duration.FromHours(2 + index)));

        var container = await api.Given.Container(scene.Container);
        var posts = (await api.PostsOf(scene)).ToDictionary(post => (string)post["id"]!, post => (string)post["status"]!);
        var heldBack = answers.Where(answer => answer.Status == HttpStatusCode.Accepted).SelectMany(answer => answer.PostIds()).Concat(stashed).ToList();
        var live = answers.Where(answer => answer.Status == HttpStatusCode.Created).SelectMany(answer => answer.PostIds()).ToList();
        var canceled = answers.Where(answer => answer.Status == HttpStatusCode.OK && (string?)answer.Json["status"] == "canceled").Select(answer => answer.Text("id")).ToList();
        answers.Should().NotContain(answer => (int)answer.Status >= 500 || answer.Status == HttpStatusCode.UnprocessableEntity);
        answers.Count(IsDecision).Should().BeLessThanOrEqualTo(1);
        ((int)container["revision"]!).Should().Be(before + answers.Count(answer => answer.Status is < HttpStatusCode.BadRequest), "each write raises it by one");
        (await AuditOf(scene)).Should().Be(1 + answers.Count(answer => answer.Status is < HttpStatusCode.BadRequest));
        switch ((string?)container["approvalStatus"])
        {
            case "rejected":
                posts.Keys.Should().BeEquivalentTo(heldBack);
                posts.Values.Should().OnlyContain(status => status == "canceled");
                container["pendingSchedule"].Should().BeNull();
                (await Dropped(scene)).Should().BeEquivalentTo(heldBack.Except(canceled));
                break;
            case "approved":
                Promoted(answers.Single(IsDecision)).Should().BeSubsetOf(heldBack);
                heldBack.Except(canceled).Should().BeSubsetOf(Promoted(answers.Single(IsDecision)));
                posts.Keys.Should().BeEquivalentTo([.. heldBack, .. live]);
                container["pendingSchedule"].Should().BeNull();
                break;
            default:
                posts.Keys.Should().BeEquivalentTo(heldBack);
                HeldOn(container).Should().BeEquivalentTo(posts.Where(post => post.Value == "held").Select(post => post.Key));
                break;
        }

        canceled.Should().OnlyHaveUniqueItems("each is canceled once");
        canceled.Should().BeSubsetOf(posts.Where(post => post.Value == "canceled").Select(post => post.Key));
        if ((string?)container["approvalStatus"] != "rejected")
            posts.Values.Count(status => status == "canceled").Should().Be(canceled.Count);
    }

    [Fact]
    public async Task SimultaneousApprovals_PromoteOnce()
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: 50)).PostIds();

        var answers = await Crowd.Of(Calls, _ => api.Approve(scene));

        Promoted(answers.Should().ContainSingle(answer => answer.Status == HttpStatusCode.OK).Subject).Should().Equal(ids);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).Should().OnlyContain(answer => answer.ErrorCode == "CONFLICT");
        (await api.PostsOf(scene)).Select(post => (string)post["id"]!).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task SimultaneousSchedules_NeverMakeMoreThanFiftyWait()
    {
        var scene = await api.Pending();

        var answers = await Crowd.Of(Calls, _ => api.Schedule(scene, targets: 4));

        answers.Count(answer => answer.Status == HttpStatusCode.Accepted).Should().Be(12);
        (await api.Given.Container(scene.Container))["pendingSchedule"]!["targets"]!.AsArray().Select(post => (string)post!["scheduledPostId"]!)
            .Should().BeEquivalentTo(answers.Where(answer => answer.Status == HttpStatusCode.Accepted).SelectMany(answer => answer.PostIds()));
    }

    [Fact]
    public async Task SimultaneousCancelAndDispatch_OnePrevails()
    {
        var scene = await api.Open();
        var ids = (await api.Schedule(scene, targets: 20)).PostIds();
        api.Clock.Advance(Steps.Hour);

        var dispatching = Task.WhenAll(Task.Run(api.Dispatch), Task.Run(api.Dispatch));
        var answers = await Crowd.Of(ids.Count, index => api.Client.DeleteJson($"/v1/scheduled-posts/{ids[index]}"));
        await dispatching;

        foreach (var (id, answer) in ids.Zip(answers))
            (await api.StatusOf(id)).Should().Be(answer.Status == HttpStatusCode.OK ? "canceled" : "published");
    }

    private static IEnumerable<string> HeldOn(JsonNode container) =>
        container["pendingSchedule"]?["targets"]!.AsArray().Select(post => (string)post!["scheduledPostId"]!) ?? [];

    private Task<Answer> Make(int kind, Scene scene, string id, Duration after) =>
        kind switch
        {
            0 => api.Approve(scene),
            1 => api.Reject(scene),
            < 6 => api.Schedule(scene),
            < 8 => api.Client.DeleteJson($"/v1/scheduled-posts/{id}"),
            _ => api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(after) }),
        };

    private static bool IsDecision(Answer answer) => answer.Status == HttpStatusCode.OK && answer.Json["approvalStatus"] is not null;

    private static List<string> Promoted(Answer approval) =>
        [.. approval.Json["pendingSchedulePromotion"]!["scheduledPostIds"]!.AsArray().Select(id => (string)id!)];

    private async Task<List<string>> Dropped(Scene scene)
    {
        var row = (await api.Given.Audit()).Single(row => row.Type == "content.rejected" && (string?)row.Data["containerId"] == scene.Container);
        return [.. row.Data["droppedSchedule"]!.AsArray().Select(post => (string)post!["id"]!)];
    }

    /// <summary>How many rows there are of schedules, decisions and posts of the container.</summary>
    private async Task<int> AuditOf(Scene scene) =>
        (await api.Given.Audit()).Count(row => (string?)row.Data["containerId"] == scene.Container && IsOfSchedule(row.Type));

    private static bool IsOfSchedule(string type) =>
        type.StartsWith("scheduled_post.", StringComparison.Ordinal) || type is "schedule.stashed" or "content.approved" or "content.rejected";
}
