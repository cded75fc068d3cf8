using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A server with its workers: each account has lanes of its own, and a relay that never answers delays nobody else's posts.</summary>
public sealed class PublishingLanesTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Layers:Workers:Enabled"] = "true",
        ["Layers:Relay:AllowPrivateAddresses"] = "true",
        ["Layers:Relay:TimeoutSeconds"] = "1200",
        ["Layers:Dispatch:LeaseSeconds"] = "3000",
    };

    private readonly List<ApiServer> servers = [];
    private readonly List<Relay> relays = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var relay in relays)
            await relay.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Relays_ThatNeverAnswer_DelayNoOtherOrganizationAndNoOtherAccount()
    {
        var server = await StartServer();
        var (hanging, alive) = (await HangingRelay(), await AnsweringRelay());
        for (var i = 0; i < 10; i++)
            await Publish(await Given.Organization(server), hanging, posts: 1);
        var crowded = await Given.Organization(server);
        await Publish(crowded, hanging, posts: 200);
        await Eventually.Holds(() => Task.FromResult(hanging.Requests.Count >= 10 + 32), "the hanging relays are asked");

        await Publish(await Given.Organization(server), alive, posts: 1);
        await Publish(crowded, alive, posts: 1);

        await Eventually.Holds(() => Task.FromResult(alive.Requests.Count == 2), "the others' posts leave");
        hanging.Requests.Should().HaveCount(10 + 32, "nothing of theirs has come to an end");
    }

    [Fact]
    public async Task Organizations_WithManyAccounts_LeaveLanesForOthers_HoweverManyTheyAre()
    {
        var server = await StartServer(("Layers:Dispatch:Lanes", "8"));
        for (var organization = 0; organization < 5; organization++)
        {
            var crowd = await Given.Organization(server);
            var hanging = await HangingRelay();
            for (var account = 0; account < 8; account++)
                await Publish(crowd, hanging, posts: 1);
        }

        await Eventually.Holds(() => Task.FromResult(relays.TrueForAll(relay => relay.Requests.Count > 0)), "each of them has a lane");
        var alive = await AnsweringRelay();
        await Publish(await Given.Organization(server), alive, posts: 1);

        await Eventually.Holds(() => Task.FromResult(alive.Requests.Count == 1), "there is a lane for one more");
    }

    [Fact]
    public async Task Post_ThatHangs_DoesNotKeepTheAccountsNextPostsWaiting()
    {
        var server = await StartServer();
        var given = await Given.Organization(server);
        var relay = await AnsweringRelay();
        relay.Answer = Hang;
        var (project, container, account) = await Publish(given, relay, posts: 1);
        await Eventually.Holds(() => Task.FromResult(relay.Requests.Count == 1), "it hangs");
        relay.Answer = Relay.Take;

        var next = await given.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { Steps.To(account) } });

        await Eventually.Holds(
            async () => (await given.Client.GetJson($"/v1/scheduled-posts/{next.PostIds().Single()}")).Text("status") == "published", "the next one is out");
        (await given.Client.GetJson($"/v1/projects/{project}/scheduled-posts?status=publishing")).Json["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Retry_OnAnotherNode_SendsTheSameBytes()
    {
        var relay = await AnsweringRelay();
        relay.Refuse(503);
        var (first, second) = (await StartServer(("Layers:Workers:Enabled", "false")), (ApiServer?)null);
        var given = await Given.Organization(first);
        await Publish(given, relay, posts: 1);
        await first.DispatchDuePosts();
        second = await ApiServer.Start(new Dictionary<string, string?>(Settings) { ["Layers:Workers:Enabled"] = "false" }, first.Database, first.Clock);
        servers.Insert(0, second);

        first.Clock.Advance(Duration.FromMinutes(1));
        await second.DispatchDuePosts();

        relay.Requests.Should().HaveCount(2);
        relay.Requests.Select(request => request.Body).Distinct().Should().ContainSingle("though the nodes listen on different addresses");
        first.Address.Should().NotBe(second.Address);
    }

    private async Task<ApiServer> StartServer(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Settings);
        foreach (var (name, value) in settings)
            all[name] = value;
        var server = await ApiServer.Start(all);
        servers.Add(server);
        return server;
    }

    private async Task<Relay> AnsweringRelay()
    {
        var relay = await Relay.Start();
        relays.Add(relay);
        return relay;
    }

    private async Task<Relay> HangingRelay()
    {
        var relay = await AnsweringRelay();
        relay.Answer = Hang;
        return relay;
    }

    private static Task Hang(Microsoft.AspNetCore.Http.HttpContext context, RelayRequest request) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Posts of a new account, due now.</summary>
    private static async Task<(string Project, string Container, string Account)> Publish(Given given, Relay relay, int posts)
    {
        var project = await given.Project();
        var container = await given.Uploaded(project);
        var connected = await given.Client.PostJson(
            $"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url = relay.Url } });
        var account = connected.Text("socialAccountId");
        foreach (var count in Enumerable.Repeat(50, posts / 50).Append(posts % 50).Where(count => count > 0))
        {
            var answer = await given.Client.PostJson($"/v1/content/{container}/publish", new { targets = Enumerable.Repeat(Steps.To(account), count) });
            answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        }

        return (project, container, account);
    }
}
