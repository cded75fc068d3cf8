using System.Net;
using System.Text;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Relays that cannot be reached, or give no answer, or none in time.</summary>
public sealed class RelayOutOfReachTests(RelayOutOfReachTests.ImpatientFixture api) : IClassFixture<RelayOutOfReachTests.ImpatientFixture>
{
    [Fact]
    public async Task Relay_ThatIsDown_IsTriedAgain()
    {
        var relay = await Relay.Start();
        var scene = await api.Open(relay);
        await relay.DisposeAsync();

        await ShouldBeTriedAgain(scene);
    }

    [Fact]
    public async Task Relay_ThatClosesEachConnectionInsteadOfAnAnswer_GetsEachAttemptOnce()
    {
        await using var relay = await Relay.Start();
        relay.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        await ShouldBeTriedAgain(await api.Open(relay));

        relay.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Relay_ThatNobodyKnows_IsTriedAgain()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        await api.Server.Database.Run("update social_accounts set settings = '{\"url\":\"http://relay.invalid/\"}' where social_account_id = $1", scene.Account.Uuid());

        await ShouldBeTriedAgain(scene);
    }

    [Fact]
    public async Task Relay_ThatSpeaksNoHttp_IsTriedAgain()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            using var caller = await listener.AcceptTcpClientAsync();
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP\r\n"));
        });
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        await api.Server.Database.Run(
            "update social_accounts set settings = json_build_object('url', $1::text) where social_account_id = $2", $"http://{listener.LocalEndpoint}/", scene.Account.Uuid());

        await ShouldBeTriedAgain(scene);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Relay_ThatNeverFinishesItsAnswer_IsGivenUpAndTriedAgain(bool begins)
    {
        var never = new TaskCompletionSource();
        await using var relay = await Relay.Start();
        relay.Answer = async (context, _) =>
        {
            if (begins)
                await context.Response.StartAsync();
            await never.Task;
        };

        await ShouldBeTriedAgain(await api.Open(relay));

        relay.Requests.Should().ContainSingle();
        never.SetResult();
    }

    private async Task ShouldBeTriedAgain(Scene scene)
    {
        var id = await api.QueuedPost(scene);
        api.Clock.Advance(Steps.Hour);
        (await api.Server.DispatchDuePosts()).Should().Be(1);

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!).Should().Be(("publishing", 1));
        (await api.Server.Database.Run("delete from scheduled_posts where scheduled_post_id = $1", id.Uuid())).Should().BeNull();
    }

    public sealed class ImpatientFixture : ApiFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Layers:Relay:AllowPrivateAddresses"] = "true", ["Layers:Relay:TimeoutSeconds"] = "4" };
    }
}
