using Layers.Api.Composition;
using Layers.Api.Tests.Scheduling;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Accounts whose publisher a server does not have: its extension was taken out, or only other nodes have it yet.</summary>
public sealed class MissingPublisherTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Post_WaitsUntilTheGraceEnds_AndThenFails()
    {
        var scene = await OfAMissingPublisher();
        var id = await api.QueuedPost(scene);

        api.Clock.Advance(Steps.Hour + DueWork.Grace);
        await api.Dispatch();
        var waiting = await api.Post(id);
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await api.Dispatch();

        ((string?)waiting["status"], (int)waiting["attempts"]!).Should().Be(("queued", 0));
        var failure = (await api.Post(id))["failure"]!;
        ((string?)failure["code"], (string?)failure["message"]).Should().Be(
            ("SCHEDULE_PASSED", "The post's hour passed too long ago while this server had no publisher \"acme-echo\"."));
        (await api.EventsOf("post.failed")).Should().Contain(data => (string?)data["scheduledPostId"] == id);
    }

    [Fact]
    public async Task Post_KeepsNoOtherAccountWaiting()
    {
        var missing = await api.QueuedPost(await OfAMissingPublisher());
        var other = await api.QueuedPost(await api.Open());

        await api.DispatchInAnHour();

        (await api.StatusOf(missing), await api.StatusOf(other)).Should().Be(("queued", "published"));
    }

    [Fact]
    public async Task Post_GoesOutThroughANodeThatHasThePublisher()
    {
        var id = await api.QueuedPost(await OfAMissingPublisher());
        await api.DispatchInAnHour();
        await using var other = await ApiServer.Start(
            database: api.Server.Database, clock: api.Clock, parts: new Parts(layers => layers.AddPublisher<EchoPublisher>()));

        await other.DispatchDuePosts();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["externalId"], (int)post["attempts"]!).Should().Be(("published", "of @acme", 1));
    }

    [Fact]
    public async Task Account_IsListedAndCanBeDisconnected()
    {
        var scene = await OfAMissingPublisher();
        var id = await api.QueuedPost(scene);

        var listed = (await api.Client.GetJson($"/v1/projects/{scene.Project}/social-accounts")).Json["items"]!.AsArray().Single()!;
        await api.Disconnect(scene);

        ((string?)listed["publisher"]).Should().Be("acme-echo");
        (await api.StatusOf(id)).Should().Be("failed");
    }

    private async Task<Scene> OfAMissingPublisher()
    {
        var scene = await api.Open();
        await api.Server.Database.Run("update social_accounts set publisher = 'acme-echo' where social_account_id = $1", scene.Account.Uuid());
        return scene;
    }

    private sealed class EchoPublisher : ISocialPublisher
    {
        public PublisherKind Kind { get; } = new("acme-echo", "It says what it is told.");

        public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) => null;

        public Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken) =>
            Task.FromResult<PublishOutcome>(new PublishOutcome.Published($"of {account.Handle}", ExternalUrl: null));
    }
}
