using System.Net;
using Layers.Application.Events;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.RateLimits;

public sealed class RateLimitTests : IClassFixture<ApiFixture>
{
    private readonly ApiFixture api;

    public RateLimitTests(ApiFixture api)
    {
        this.api = api;
        TurnToTwelveSecondsPast();
    }

    [Theory]
    [InlineData(RateLimitTier.Standard, Budgets.ReadLight, 120)]
    [InlineData(RateLimitTier.Standard, Budgets.WriteLight, 60)]
    [InlineData(RateLimitTier.Standard, Budgets.LongRunning, 20)]
    [InlineData(RateLimitTier.Pilot, Budgets.LongRunning, 60)]
    public async Task Key_HasTheRequestsOfItsTierAndThenNoneUntilTheMinuteIsOver(RateLimitTier tier, string endpointClass, int limit)
    {
        using var client = await api.ClientOf(tier);
        for (var i = 1; i <= limit; i++)
            (await client.Send(endpointClass)).ShouldBeCounted(endpointClass, limit, limit - i);

        var refused = await client.Send(endpointClass);

        refused.ShouldBeErrorJson(HttpStatusCode.TooManyRequests, $$"""
            {
              "code": "RATE_LIMITED", "message": "This key has made its {{limit}} {{endpointClass}} requests of this minute; try again in 48 s.",
              "details": { "limit": {{limit}}, "endpointClass": "{{endpointClass}}", "retryAfterSeconds": 48 }
            }
            """);
        refused.ShouldBeCounted(endpointClass, limit, remaining: 0);
        refused.Header("Retry-After").Should().Be("48");

        api.Clock.Advance(Duration.FromSeconds(47));
        (await client.Send(endpointClass)).ShouldBeCounted(endpointClass, limit, remaining: 0, reset: 1);
        api.Clock.Advance(Duration.FromSeconds(1));
        (await client.Send(endpointClass)).ShouldBeCounted(endpointClass, limit, limit - 1, reset: 60);
    }

    [Theory]
    [InlineData(RateLimitTier.Pilot, Budgets.ReadLight, 1_200)]
    [InlineData(RateLimitTier.Pilot, Budgets.WriteLight, 600)]
    [InlineData(RateLimitTier.Partner, Budgets.ReadLight, 6_000)]
    [InlineData(RateLimitTier.Partner, Budgets.WriteLight, 3_000)]
    [InlineData(RateLimitTier.Partner, Budgets.LongRunning, 300)]
    public async Task Key_OfAHigherTier_HasMore(RateLimitTier tier, string endpointClass, int limit)
    {
        using var client = await api.ClientOf(tier);

        (await client.Send(endpointClass)).ShouldBeCounted(endpointClass, limit, limit - 1);
    }

    [Fact]
    public async Task Key_OfTheInternalTier_IsNotCounted()
    {
        using var client = await api.ClientOf(RateLimitTier.Internal);

        foreach (var endpointClass in new[] { Budgets.ReadLight, Budgets.WriteLight, Budgets.LongRunning })
            (await client.Send(endpointClass)).ShouldNotBeCounted(endpointClass);
    }

    [Fact]
    public async Task Classes_HaveBudgetsOfTheirOwn()
    {
        using var client = await api.ClientOf(RateLimitTier.Standard);
        await client.UseUp(Budgets.LongRunning);

        (await client.Send(Budgets.WriteLight)).ShouldBeCounted(Budgets.WriteLight, 60, 59);
        (await client.Send(Budgets.ReadLight)).ShouldBeCounted(Budgets.ReadLight, 120, 119);
    }

    [Fact]
    public async Task Keys_OfOneOrganization_HaveBudgetsOfTheirOwn()
    {
        using var one = await api.ClientOf(RateLimitTier.Standard);
        using var other = await api.ClientOf(RateLimitTier.Standard);
        await one.UseUp();

        (await other.Whoami()).ShouldBeCounted(Budgets.ReadLight, 120, 119);
    }

    [Fact]
    public async Task Request_ThatIsRefused_IsCountedLikeAnyOther()
    {
        using var client = await api.ClientOf(RateLimitTier.Standard, "projects:read", "projects:write");

        Answer[] reads =
        [
            await client.GetJson($"/v1/projects/prj_{Guid.Empty}"),
            await client.GetJson("/v1/nothing"),
            await client.GetJson("/v1/projects?limit=0"),
            await client.GetJson($"/v1/content/cnt_{Guid.Empty}"),
        ];
        Answer[] writes =
        [
            await client.PostJson("/v1/projects", new { name = 1 }),
            await client.PostJson("/v1/projects", "{"),
            await client.Call(HttpMethod.Put, "/v1/projects", content: null),
        ];

        reads.Select(answer => (int)answer.Status).Should().Equal(404, 404, 422, 403);
        reads.Select(answer => answer.Remaining()).Should().Equal(119, 118, 117, 116);
        writes.Select(answer => (int)answer.Status).Should().Equal(422, 400, 405);
        writes.Select(answer => answer.Remaining()).Should().Equal(59, 58, 57);
    }

    [Fact]
    public async Task Request_WithAKilledKey_IsNotCounted()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything], tier: RateLimitTier.Standard);
        await api.Server.Send(new Layers.Application.Keys.KillKey(key.Key.Id), key.Key.Organization);
        using var client = api.Server.Client(key.Text.Reveal());

        var refused = await client.Whoami();

        refused.ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
        refused.ShouldNotBeCounted(Budgets.ReadLight);
    }

    [Fact]
    public async Task Refusal_LeavesNoTrace()
    {
        using var client = await api.ClientOf(RateLimitTier.Standard);
        await client.UseUp(Budgets.WriteLight);
        var before = await DatabaseDigest.Take(api.Server.Database);
        (string, string) key = ("Idempotency-Key", "the-same");

        (await client.PostJson("/v1/projects", new { name = "Acme" }, key)).ShouldBeError(HttpStatusCode.TooManyRequests, "RATE_LIMITED");

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
        api.Clock.Advance(Duration.FromMinutes(1));
        var again = await client.PostJson("/v1/projects", new { name = "Acme" }, key);
        again.Status.Should().Be(HttpStatusCode.Created);
        again.Header("Idempotency-Replayed").Should().BeNull();
    }

    [Fact]
    public async Task Replay_IsCounted_AndSaysWhatIsLeftNow()
    {
        using var client = await api.ClientOf(RateLimitTier.Standard);
        (string, string) key = ("Idempotency-Key", "the-same");

        (await client.PostJson("/v1/projects", new { name = "Acme" }, key)).Remaining().Should().Be(59);
        var replay = await client.PostJson("/v1/projects", new { name = "Acme" }, key);

        replay.Header("Idempotency-Replayed").Should().Be("true");
        replay.Remaining().Should().Be(58);
    }

    [Fact]
    public async Task LongPoll_CountsOnce()
    {
        var given = await Given.Organization(api.Server);
        var key = await given.AnotherKey([Scopes.Everything], tier: RateLimitTier.Standard);
        using var client = api.Server.Client(key.Text.Reveal());

        var waiting = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await given.GatedProject();
        while (!waiting.IsCompleted)
            await api.Server.Send(new PositionEvents());

        (await waiting).Remaining().Should().Be(119);
        (await client.Whoami()).Remaining().Should().Be(118);
    }

    [Fact]
    public async Task TestOrganization_ThatTurnsItsClock_GetsNoNewBudgetByIt()
    {
        var tester = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var key = await tester.AnotherKey([Scopes.Everything], tier: RateLimitTier.Standard);
        using var client = api.Server.Client(key.Text.Reveal());

        (await client.PostJson("/v1/test/clock", new { advance = "PT1H" })).ShouldBeCounted(Budgets.WriteLight, 60, 59);
        (await client.PostJson("/v1/test/clock", new { advance = "PT1H" })).ShouldBeCounted(Budgets.WriteLight, 60, 58);
    }

    [Fact]
    public async Task BytesOfAnUploadAndMedia_AreNotCounted()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything], tier: RateLimitTier.Standard);
        using var client = api.Server.Client(key.Text.Reveal());
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = Given.Picture().Length } };
        var upload = await client.PostJson($"/v1/projects/{await api.Given.Project()}/content/uploads", new { files });
        var awaited = upload.Json["containers"]![0]!;

        var sent = await client.PutBytes((string)awaited["files"]![0]!["uploadUrl"]!, Given.Picture(), "image/jpeg");
        var finished = await client.PostJson($"/v1/content/{awaited["id"]}/finalize-upload", new { caption = "Done." });
        var fetched = await client.GetJson((string)finished.Json["assets"]![0]!["url"]!);

        sent.Status.Should().Be(HttpStatusCode.NoContent);
        sent.ShouldNotBeCounted(Budgets.WriteLight);
        finished.ShouldBeCounted(Budgets.LongRunning, 20, 19);
        fetched.Status.Should().Be(HttpStatusCode.OK);
        fetched.ShouldNotBeCounted(Budgets.ReadLight);
    }

    private void TurnToTwelveSecondsPast()
    {
        var second = api.Clock.GetCurrentInstant().ToUnixTimeSeconds() % 60;
        api.Clock.Advance(Duration.FromSeconds(72 - second));
    }
}
