using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A relay answers 401: the account must sign in again, and its posts wait for that.</summary>
public sealed class SignedOutTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    private const int MoreThanIsRead = 100_000;

    [Fact]
    public async Task Unauthorized_AsksForASignIn_AndThePostGoesOutAfterIt()
    {
        await using var relay = await Relay.Start();
        relay.Answer = Unauthorized;
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!, post["failure"]).Should().Be(("publishing", 1, null));
        ((string?)post["lastError"]!["code"], (string?)post["lastError"]!["message"]).Should().Be(("RELAY_REFUSED", "The relay answered 401."));
        (await StatusOf(scene)).Should().Be("reauth_required");
        (await api.Given.Audit()).Should().ContainSingle(row =>
            row.Type == "social_account.reauth_required" && (string?)row.Data["scheduledPostId"] == id && (string?)row.Data["socialAccountId"] == scene.Account);

        relay.Answer = Relay.Take;
        api.Clock.Advance(Duration.FromMinutes(50));
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("publishing", "nobody has signed in");
        await Reconnect(scene);
        await api.Dispatch();

        post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!, post["lastError"]).Should().Be(("published", 2, null));
        relay.Requests.Select(request => (request.Key, request.Body)).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Unauthorized_FailsNoneOfThePostsInFlight_UntilTheGraceEnds()
    {
        await using var relay = await Relay.Start();
        relay.Answer = Unauthorized;
        var scene = await api.Open(relay);
        var ids = (await api.Schedule(scene, targets: 8)).PostIds();
        await api.DispatchInAnHour();
        foreach (var id in ids)
            (await api.StatusOf(id)).Should().Be("publishing");

        api.Clock.Advance(DueWork.Grace);
        await api.Dispatch();
        (await api.StatusOf(ids[0])).Should().Be("publishing", "the grace is not over");
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await api.Dispatch();

        relay.Requests.Should().HaveCount(8);
        foreach (var id in ids)
        {
            var post = await api.Post(id);
            ((string?)post["status"], (string?)post["failure"]!["code"], (string?)post["lastError"]!["code"]).Should().Be(("failed", "SCHEDULE_PASSED", "RELAY_REFUSED"));
        }
    }

    [Fact]
    public async Task Unauthorized_FiveTimes_IsFinal()
    {
        await using var relay = await Relay.Start();
        relay.Answer = Unauthorized;
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        for (var attempt = 1; attempt < 5; attempt++)
        {
            await Reconnect(scene);
            await api.Dispatch();
        }

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!, (string?)post["failure"]!["code"]).Should().Be(("failed", 5, "RELAY_REFUSED"));
    }

    private static Task Unauthorized(HttpContext context, RelayRequest request)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync(new string('x', MoreThanIsRead));
    }

    private async Task<string?> StatusOf(Scene scene) =>
        (string?)(await api.Client.GetJson($"/v1/projects/{scene.Project}/social-accounts")).Json["items"]!.AsArray().Single()!["status"];

    private async Task Reconnect(Scene scene)
    {
        var answer = await api.Client.PostJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}/reconnect");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
    }
}
