using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Races;

/// <summary>Thirty calls on one held schedule at once, of every kind that moves or ends it: the outcome is one that they could have had one after the other.</summary>
public sealed class HeldPostRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Calls = 30;
    private const int Posts = 6;

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 10));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SimultaneousEnds_OfAHeldSchedule_HaveASerialOutcome(int seed)
    {
        var scene = await api.Pending();
        var ids = (await api.Schedule(scene, targets: Posts)).PostIds();
        var before = (int)(await api.Given.Container(scene.Container))["revision"]!;
        var random = new Random(seed);
        var archives = seed % 2 == 0 ? random.Next(Calls) : -1;
        var calls = Enumerable.Range(0, Calls).Select(index => index == archives ? 99 : random.Next(20)).ToList();

        var answers = await Crowd.Of(Calls, index => Make(calls[index], scene, ids[index % Posts], Duration.FromHours(2 + index)));

        answers.Should().NotContain(answer => (int)answer.Status >= 500);
        var container = await api.Given.Container(scene.Container);
        var posts = (await api.PostsOf(scene)).ToDictionary(post => (string)post["id"]!, post => (string)post["status"]!);
        var held = posts.Where(post => post.Value == "held").Select(post => post.Key).ToList();
        (container["pendingSchedule"]?["targets"]!.AsArray().Select(post => (string)post!["scheduledPostId"]!) ?? []).Should().BeEquivalentTo(held);
        answers.Count(IsDecision).Should().BeLessThanOrEqualTo(1);
        ((int)container["revision"]!).Should().Be(before + answers.Count(answer => answer.Status == HttpStatusCode.OK && !IsArchive(answer)), "each write raises it by one");
        await ShouldBeOneOf(scene, (string)container["approvalStatus"]!, posts, isArchived: archives >= 0);
        foreach (var canceled in answers.Where(answer => answer.Status == HttpStatusCode.OK && (string?)answer.Json["status"] == "canceled"))
            posts[canceled.Text("id")].Should().Be("canceled");
        if (archives < 0)
            (await Count($"select held_posts::bigint from containers where container_id = '{scene.Container.Uuid()}'")).Should().Be(held.Count);
    }

    private async Task ShouldBeOneOf(Scene scene, string approval, Dictionary<string, string> posts, bool isArchived)
    {
        string[] possible = (approval, isArchived) switch
        {
            ("rejected", _) or (_, true) => ["canceled"],
            ("approved", false) => ["canceled", "queued"],
            _ => ["canceled", "held"],
        };
        posts.Values.Should().OnlyContain(status => possible.Contains(status)).And.HaveCount(Posts);
        (await EventsOf(scene, "post.canceled")).Should().Be(posts.Values.Count(status => status == "canceled"), "each is canceled once");
        var scheduled = await EventsOf(scene, "post.scheduled");
        (approval == "approved" || scheduled == 0).Should().BeTrue("only an approval queues them");
    }

    private Task<Answer> Make(int kind, Scene scene, string id, Duration after) =>
        kind switch
        {
            0 => api.Approve(scene),
            1 => api.Reject(scene),
            2 => api.Client.DeleteJson($"/v1/content/{scene.Container}/pending-schedule"),
            < 9 => api.Client.DeleteJson($"/v1/scheduled-posts/{id}"),
            99 => api.Client.DeleteJson($"/v1/projects/{scene.Project}"),
            _ => api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = api.In(after) }),
        };

    private static bool IsDecision(Answer answer) =>
        answer.Status == HttpStatusCode.OK && answer.Json is JsonObject json && (json.ContainsKey("approvedAt") || json.ContainsKey("rejectedAt")) && !json.ContainsKey("gate");

    private static bool IsArchive(Answer answer) => (string?)answer.Json["status"] == "archived";

    private Task<long> EventsOf(Scene scene, string type) =>
        Count($"select count(*) from events where event_type = '{type}' and project_id = '{scene.Project.Uuid()}'");

    private Task<long> Count(string sql) => api.Server.Database.Value<long>(sql);
}
