using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Api.Tests.Scheduling;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
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

    [Theory]
    [InlineData("a\0b", "javascript:alert(1)", null, null)]
    [InlineData("", "https://acme.example@evil.example/", null, null)]
    [InlineData("42", "https://acme.example/42", "42", "https://acme.example/42")]
    public async Task Publisher_WhosePlaceCannotBeKept_HasPublishedAllTheSame(string id, string url, string? keptId, string? keptUrl)
    {
        var post = await Post(new PublishOutcome.Published(id, url));

        ((string?)post["status"], (int)post["attempts"]!).Should().Be(("published", 1));
        ((string?)post["externalId"], (string?)post["externalUrl"]).Should().Be((keptId, keptUrl));
    }

    [Fact]
    public async Task Publisher_WhosePlaceIsTooLong_HasPublishedAllTheSame()
    {
        var post = await Post(new PublishOutcome.Published(new string('x', 2_049), $"https://acme.example/{new string('x', 2_048)}"));

        ((string?)post["status"], post["externalId"], post["externalUrl"]).Should().Be(("published", null, null));
    }

    [Fact]
    public async Task Publisher_WhoseFailureCannotBeKept_HasFailedWithAnother()
    {
        var failure = (await Post(new PublishOutcome.Refused(new Failure("ODD\0", new string('x', 1_025)))))["failure"]!;

        ((string?)failure["code"], (string?)failure["message"]).Should().Be(("PUBLISHER_FAILED", "The publisher failed."));
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("null")]
    public async Task Publisher_ThatReturnsNothing_HasFailedForNow(string how)
    {
        var post = await Post(outcome: null, how);

        ((string?)post["status"], (string?)post["lastError"]!["code"], post["nextAttemptAt"] is null).Should().Be(("publishing", "PUBLISHER_FAILED", false));
    }

    /// <summary>A post after its first attempt.</summary>
    private async Task<JsonNode> Post(PublishOutcome? outcome, string caption = "Fine.")
    {
        var project = await api.Given.Project();
        var connected = await api.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "acme-clumsy" });
        var id = await Queued(await api.Given.Uploaded(project, caption), connected.Text("socialAccountId"));
        api.Outcomes[id] = outcome;
        api.Clock.Advance(Steps.Hour);
        await api.Server.DispatchDuePosts();
        return await api.Post(id);
    }

    private Task<Answer> Publish(string container, string account) =>
        api.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { Steps.To(account) } });

    private async Task<string> Queued(string container, string account) =>
        (await api.Schedule(container, new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(account) } })).PostIds().Single();

    public sealed class Fixture : ApiFixture
    {
        public ConcurrentDictionary<string, PublishOutcome?> Outcomes { get; } = new();

        // A publisher has two seconds.
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Layers:Relay:TimeoutSeconds"] = "1", ["Layers:Dispatch:LeaseSeconds"] = "122" };

        protected override Task<ApiServer> StartServer() =>
            ApiServer.Start(Settings, parts: new Parts(layers =>
            {
                layers.AddGateRule<ThrowingRule>().AddPublisher<ClumsyPublisher>();
                layers.Services.AddSingleton(Outcomes);
            }));
    }

    internal sealed class ThrowingRule : IGateRule
    {
        public IReadOnlyList<GateReason> Reasons => [];

        public GateReason? ReasonOf(GateFacts facts) => facts.Caption == Throws ? throw new FormatException("An odd mark.") : null;
    }

    internal sealed class ClumsyPublisher(ConcurrentDictionary<string, PublishOutcome?> outcomes) : ISocialPublisher
    {
        public PublisherKind Kind { get; } = new("acme-clumsy", "It does what it must not do.");

        public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) =>
            post.Caption == "Clumsy." ? throw new FormatException("An odd caption.") : post.Caption;

        public Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken) =>
            post.Caption switch
            {
                "throws" => throw new FormatException("An odd response."),
                "hangs" => new TaskCompletionSource<PublishOutcome>().Task,
                _ => Task.FromResult(outcomes.GetValueOrDefault(post.Id.ToString(), new PublishOutcome.Published(ExternalId: null, ExternalUrl: null)))!,
            };
    }
}
