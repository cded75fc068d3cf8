using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Dispatch;
using Layers.Application.Events;
using Layers.Domain;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;

namespace Layers.Api.Tests.Scheduling;

/// <summary>What tests of scheduling say in one word.</summary>
internal static class Steps
{
    public static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>An instant as callers write it.</summary>
    public static string Text(this Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static string Now(this ApiFixture api) => api.Clock.Now().Text();

    /// <summary>An instant so long after the present, as callers write it.</summary>
    public static string In(this ApiFixture api, Duration after) => (api.Clock.Now() + after).Text();

    public static object To(string account, string mode = "publish") => new { socialAccountId = account, mode };

    /// <summary>A container whose gate is open, and an account of its project.</summary>
    public static async Task<Scene> Open(this ApiFixture api) => await api.Scene(await api.Given.Project());

    /// <summary>A container that waits for its approval, and an account of its project.</summary>
    public static async Task<Scene> Pending(this ApiFixture api) => await api.Scene(await api.Given.GatedProject());

    public static async Task<Scene> Rejected(this ApiFixture api)
    {
        var scene = await api.Pending();
        (await api.Reject(scene)).Status.Should().Be(HttpStatusCode.OK);
        return scene;
    }

    /// <summary>A container whose gate is open, and an account of its project that publishes through that relay.</summary>
    public static async Task<Scene> Open(this ApiFixture api, Relay relay)
    {
        var project = await api.Given.Project();
        return new Scene(project, await api.Given.Uploaded(project), (await api.Connect(project, relay)).Text("socialAccountId"));
    }

    public static Task<Answer> Connect(this ApiFixture api, string project, Relay relay) =>
        api.Client.PostJson(
            $"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url = relay.Url } });

    public static Task<Answer> Disconnect(this ApiFixture api, Scene scene) =>
        api.Client.DeleteJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}");

    public static Task<Answer> Schedule(this ApiFixture api, string container, object body, params (string Name, string Value)[] headers) =>
        api.Client.PostJson($"/v1/content/{container}/schedule", body, headers);

    /// <summary>In an hour, on the scene's account.</summary>
    public static Task<Answer> Schedule(this ApiFixture api, Scene scene, int targets = 1, string mode = "publish") =>
        api.Schedule(scene.Container, new { scheduledFor = api.In(Hour), targets = Enumerable.Repeat(To(scene.Account, mode), targets) });

    public static Task<Answer> Approve(this ApiFixture api, Scene scene) => api.Client.PostJson($"/v1/content/{scene.Container}/approve");

    public static Task<Answer> Reject(this ApiFixture api, Scene scene) =>
        api.Client.PostJson($"/v1/content/{scene.Container}/reject", new { reason = "Wrong logo." });

    public static IReadOnlyList<string> PostIds(this Answer schedule) =>
        [.. schedule.Json["scheduledPostIds"]!.AsArray().Select(id => (string)id!)];

    /// <summary>The one post of a schedule that was let through.</summary>
    public static async Task<string> QueuedPost(this ApiFixture api, Scene scene, string mode = "publish")
    {
        var schedule = await api.Schedule(scene, mode: mode);
        schedule.Status.Should().Be(HttpStatusCode.Created, schedule.Body);
        return schedule.PostIds().Single();
    }

    /// <summary>A post that has left the queue.</summary>
    public static async Task<string> PostIn(this ApiFixture api, string status)
    {
        var scene = await api.Open();
        if (status is "failed" or "publishing")
            scene = scene with { Account = await api.Given.Account(scene.Project, handle: status == "failed" ? "@acme-refused" : "@acme-unavailable") };
        var id = await api.QueuedPost(scene, status == "draft" ? "draft" : "publish");
        if (status == "canceled")
            await api.Client.DeleteJson($"/v1/scheduled-posts/{id}");
        else
            await api.DispatchInAnHour();
        (await api.StatusOf(id)).Should().Be(status);
        return id;
    }

    public static async Task<JsonNode> Post(this ApiFixture api, string id)
    {
        var answer = await api.Client.GetJson($"/v1/scheduled-posts/{id}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    public static async Task<string> StatusOf(this ApiFixture api, string post) => (string)(await api.Post(post))["status"]!;

    public static async Task<IReadOnlyList<JsonNode>> PostsOf(this ApiFixture api, Scene scene)
    {
        var (posts, cursor) = (new List<JsonNode>(), (string?)null);
        do
        {
            var page = await api.Client.GetJson($"/v1/projects/{scene.Project}/scheduled-posts?limit=100{(cursor is null ? "" : $"&cursor={cursor}")}");
            page.Status.Should().Be(HttpStatusCode.OK, page.Body);
            posts.AddRange(page.Json["items"]!.AsArray().Select(post => post!));
            cursor = (string?)page.Json["nextCursor"];
        }
        while (cursor is not null);
        return posts;
    }

    /// <summary>The data of all events of that type, of every test of the class.</summary>
    public static async Task<IReadOnlyList<JsonNode>> EventsOf(this ApiFixture api, string type)
    {
        const string select = "select array_agg(data::text) from events where organization_id = $1 and event_type = $2";
        var data = (string[]?)await api.Server.Database.Run(select, api.Given.OrganizationId.Value, type);
        return [.. (data ?? []).Select(json => JsonNode.Parse(json)!)];
    }

    /// <summary>All that is due, of every test of the class.</summary>
    public static async Task Dispatch(this ApiFixture api)
    {
        while (await api.Server.DispatchDuePosts() > 0)
        {
        }
    }

    /// <summary>Turns the clock to the hour of what is scheduled, and dispatches.</summary>
    public static Task DispatchInAnHour(this ApiFixture api)
    {
        api.Clock.Advance(Hour);
        return api.Dispatch();
    }

    private static async Task<Scene> Scene(this ApiFixture api, string project) =>
        new(project, await api.Given.Uploaded(project), await api.Given.Account(project));

    public static async Task<JsonNode?> PendingScheduleOf(this ApiFixture api, Scene scene) => (await api.Given.Container(scene.Container))["pendingSchedule"];

    /// <summary>The types of all that happened in the scene's project but to its policy, in the order of the feed.</summary>
    public static async Task<IReadOnlyList<string>> EventsOf(this ApiFixture api, Scene scene)
    {
        while (await api.Server.Send(new PositionEvents()) > 0)
        {
        }

        var types = await api.Server.Database.Value<string>(
            $"select string_agg(event_type, ' ' order by position) from events where project_id = '{scene.Project.Uuid()}' and event_type not like '%policy%'");
        return types!.Split(' ');
    }
}

/// <summary>A project with a container and an account.</summary>
internal sealed record Scene(string Project, string Container, string Account);
