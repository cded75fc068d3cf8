using System.Net;
using Layers.Api.Composition;
using Layers.Api.Tests.Scheduling;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A gate rule or a publisher that throws: that concerns one container or one post.</summary>
public sealed class FailingPartsTests(FailingPartsTests.Fixture api) : IClassFixture<FailingPartsTests.Fixture>
{
    private const string Throws = "Throw.";

    [Fact]
    public async Task Rule_ThatThrows_ShutsTheGateOfItsContainerOnly()
    {
        var project = await api.Given.Project();
        var (bad, good) = (await api.Given.Uploaded(project, Throws), await api.Given.Uploaded(project));
        var account = await api.Given.Account(project);

        var gate = (await api.Client.GetJson($"/v1/content/{bad}/gate")).Json;
        (gate["reasons"]!.ToJsonString(), (string?)gate["code"]).Should().Be(("""["gate_rule_failed"]""", "CONFLICT"));
        (await api.Client.GetJson($"/v1/projects/{project}/content")).Status.Should().Be(HttpStatusCode.OK);
        (await Publish(bad, account)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await Publish(good, account)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Rule_ThatThrowsAtTheHour_KeepsItsPostAndNoOther()
    {
        var project = await api.Given.Project();
        var (bad, account) = (await api.Given.Uploaded(project), await api.Given.Account(project));
        var (stays, goes) = (await Queued(bad, account), await Queued(await api.Given.Uploaded(project), account));
        await api.Client.PatchJson($"/v1/content/{bad}", new { caption = Throws });

        await api.DispatchInAnHour();

        (await api.StatusOf(stays), await api.StatusOf(goes)).Should().Be(("queued", "published"));
    }

    [Fact]
    public async Task Publisher_ThatCannotCompose_FailsThatPostOnly_AfterAllAttempts()
    {
        var project = await api.Given.Project();
        var connected = await api.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "acme-clumsy" });
        var account = connected.Text("socialAccountId");
        var bad = await Queued(await api.Given.Uploaded(project, "Clumsy."), account);
        var good = await Queued(await api.Given.Uploaded(project), account);

        await api.DispatchInAnHour();
        var tried = await api.Post(bad);
        (await api.StatusOf(good)).Should().Be("published");
        for (var attempt = 2; attempt <= ScheduledPost.MostAttempts; attempt++)
        {
            api.Clock.Advance(Duration.FromMinutes(30));
            await api.Dispatch();
        }

        ((string?)tried["status"], (int)tried["attempts"]!, (string?)tried["lastError"]!["code"]).Should().Be(("publishing", 1, "PUBLISHER_FAILED"));
        var failed = await api.Post(bad);
        ((string?)failed["status"], (int)failed["attempts"]!, (string?)failed["failure"]!["code"]).Should().Be(("failed", 5, "PUBLISHER_FAILED"));
        (await api.EventsOf("post.failed")).Should().ContainSingle(data => (string?)data["scheduledPostId"] == bad);
    }

    private Task<Answer> Publish(string container, string account) =>
        api.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { Steps.To(account) } });

    private async Task<string> Queued(string container, string account) =>
        (await api.Schedule(container, new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(account) } })).PostIds().Single();

    public sealed class Fixture : ApiFixture
    {
        protected override Task<ApiServer> StartServer() =>
            ApiServer.Start(Settings, parts: new Parts(layers => layers.AddGateRule<ThrowingRule>().AddPublisher<ClumsyPublisher>()));
    }

    internal sealed class ThrowingRule : IGateRule
    {
        public IReadOnlyList<GateReason> Reasons => [];

        public GateReason? ReasonOf(GateFacts facts) => facts.Caption == Throws ? throw new FormatException("An odd mark.") : null;
    }

    internal sealed class ClumsyPublisher : ISocialPublisher
    {
        public PublisherKind Kind { get; } = new("acme-clumsy", "It cannot compose everything.");

        public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) =>
            post.Caption == "Clumsy." ? throw new FormatException("An odd caption.") : post.Caption;

        public Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken) =>
            Task.FromResult<PublishOutcome>(new PublishOutcome.Published(ExternalId: null, ExternalUrl: null));
    }
}
