using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;

namespace Layers.Api.Tests.Scheduling;

/// <summary>The server and a plain model of its rules live through the same random histories, and never differ.</summary>
public sealed class ModelTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Steps = 30;

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 24));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Server_DoesWhatTheModelForetells(int seed)
    {
        var random = new Random(seed);
        var gated = seed % 4 != 0;
        var project = gated ? await api.Given.GatedProject() : await api.Given.Project();
        string[] accounts = [await api.Given.Account(project), await api.Given.Account(project), await api.Given.Account(project)];
        var scene = new Scene(project, await api.Given.Uploaded(project), accounts[0]);
        var model = new Model(api.Clock.GetCurrentInstant(), gated, accounts);
        var history = new List<string>();

        for (var step = 0; step < Steps; step++)
        {
            var (name, answered, foretold) = await Step(random, model, scene, accounts);
            history.Add($"{name}: {answered}");
            var soFar = string.Join('\n', history);
            answered.Should().Be(foretold, soFar);
            (await Describe(scene)).Should().Be(model.Describe(), soFar);
        }
    }

    private async Task<(string Name, HttpStatusCode Answered, HttpStatusCode Foretold)> Step(Random random, Model model, Scene scene, string[] accounts)
    {
        int[] targets = [.. Enumerable.Range(0, random.Next(8) == 0 ? 30 : 1 + random.Next(3)).Select(_ => random.Next(accounts.Length))];
        var hour = model.Now + Duration.FromMinutes(random.Next(-1, 30));
        var ids = model.PostIds;
        var id = ids.Count > 0 ? ids[random.Next(ids.Count)] : $"sp_{Guid.NewGuid()}";
        var bodies = targets.Select(account => Scheduling.Steps.To(accounts[account])).ToList();
        switch (random.Next(20))
        {
            case < 6:
                var schedule = await api.Schedule(scene.Container, new { scheduledFor = hour.Text(), targets = bodies });
                return ("schedule", schedule.Status, model.Schedule(targets, hour, schedule));
            case < 7:
                var publish = await api.Client.PostJson($"/v1/content/{scene.Container}/publish", new { targets = bodies });
                return ("publish", publish.Status, model.Publish(targets, publish));
            case < 9:
                return ("approve", (await api.Approve(scene)).Status, model.Approve());
            case < 10 when random.Next(3) == 0:
                return ("reject", (await api.Reject(scene)).Status, model.Reject());
            case < 12:
                return ("cancel", (await api.Client.DeleteJson($"/v1/scheduled-posts/{id}")).Status, model.Cancel(id));
            case < 13 when random.Next(2) == 0:
                return ("drop", (await api.Client.DeleteJson($"/v1/content/{scene.Container}/pending-schedule")).Status, model.Drop());
            case < 14:
                var reschedule = await api.Client.PostJson($"/v1/scheduled-posts/{id}/reschedule", new { scheduledFor = hour.Text() });
                return ("reschedule", reschedule.Status, model.Reschedule(id, hour));
            case < 15:
                var caption = $"Caption {random.Next()}";
                return ("correct", (await api.Client.PatchJson($"/v1/content/{scene.Container}", new { caption })).Status, model.Correct(caption));
            case < 16 when random.Next(3) == 0:
                var account = random.Next(accounts.Length);
                return ("disconnect", (await api.Disconnect(scene with { Account = accounts[account] })).Status, model.Disconnect(account));
            case < 18:
                await api.Dispatch();
                return ("dispatch", HttpStatusCode.OK, model.Dispatch());
            default:
                var time = Duration.FromMinutes(random.Next(15));
                api.Clock.Advance(time);
                return ("time passes", HttpStatusCode.OK, model.Pass(time));
        }
    }

    /// <summary>What can be read of the container, as the model describes itself.</summary>
    private async Task<string> Describe(Scene scene)
    {
        var container = await api.Given.Container(scene.Container);
        var pending = container["pendingSchedule"];
        var stash = pending?["targets"]!.AsArray().Select(post => $"{post!["scheduledPostId"]} {Hour(post).Text()}") ?? [];
        var posts = (await api.PostsOf(scene)).Select(Read);
        var state = pending is null ? "" : (string?)pending["reason"] ?? "waits";
        return string.Join(
            '\n',
            [$"{container["approvalStatus"]} r{container["revision"]} {state}", .. stash, "--", .. posts.Select(Model.Describe).Order()]);
    }

    private static ModelPost Read(JsonNode post) =>
        new((string)post["id"]!, (string)post["socialAccountId"]!, Hour(post), (string)post["status"]!, (string)post["caption"]!);

    private static Instant Hour(JsonNode post) => InstantPattern.ExtendedIso.Parse((string)post["scheduledFor"]!).Value;
}
