using System.Net;
using System.Text.RegularExpressions;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

public sealed partial class IdempotencyReplayTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Commands => Endpoint.Names(endpoint => endpoint.Changes);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_SentAgainWithItsKey_ReplaysTheFirstAnswerToTheLetter(string name)
    {
        var given = await CallerOf(name);
        var scene = await Scene.Of(name, given);
        var key = NewKey();

        var first = await scene.Send(given.Client, key);
        var after = await given.Client.GetJson(scene.Probe);
        var audit = await given.Audit();
        api.Clock.Advance(Duration.FromMinutes(1));
        var second = await scene.Send(given.Client, key);

        first.Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted);
        (second.Status, second.Body).Should().Be((first.Status, WithoutSecret(first.Body)));
        foreach (var header in new[] { "ETag", "Location" })
            second.Header(header).Should().Be(first.Header(header));
        second.ContentHeaders.ToString().Should().Be(first.ContentHeaders.ToString());
        (first.Header("Idempotency-Replayed"), second.Header("Idempotency-Replayed")).Should().Be((null, "true"));
        second.Header("X-Request-Id").Should().NotBe(first.Header("X-Request-Id"));
        (await given.Client.GetJson(scene.Probe)).Body.Should().Be(after.Body, "nothing was run again");
        (await given.Audit()).Should().HaveSameCount(audit);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_WithItsKeyAndAnotherBody_Returns409AndChangesNothing(string name)
    {
        var given = await CallerOf(name);
        var scene = await Scene.Of(name, given);
        var key = NewKey();
        await scene.Send(given.Client, key);
        var after = await given.Client.GetJson(scene.Probe);

        var answer = await (scene with { Body = scene.Body + " " }).Send(given.Client, key);

        ShouldBeIdempotencyConflict(answer);
        (await given.Client.GetJson(scene.Probe)).Body.Should().Be(after.Body);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ThatFailed_StoresNothingAndMayBeCorrected(string name)
    {
        var given = await CallerOf(name);
        var scene = await Scene.Of(name, given);
        var key = NewKey();
        var bad = scene.Body is null ? scene with { Path = scene.Path[..^1] + "x" } : scene with { Body = """{ "caption": 1, "note": 1, "reason": 1, "name": 1 }""" };

        var refused = await bad.Send(given.Client, key);
        var stored = await KeysStored(key.Value);
        var corrected = await scene.Send(given.Client, key);

        refused.Status.Should().BeOneOf(HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        stored.Should().Be(0);
        corrected.Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted);
        corrected.Header("Idempotency-Replayed").Should().BeNull();
        (await KeysStored(key.Value)).Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_WhoseAnswerWasKeptInAnotherShape_Returns409AndIsNotRunAgain(string name)
    {
        var given = await CallerOf(name);
        var scene = await Scene.Of(name, given);
        var key = NewKey();
        await scene.Send(given.Client, key);
        var after = await given.Client.GetJson(scene.Probe);
        await KeepInstead("""'{ "formerly": 1 }'""", key.Value);

        var answer = await scene.Send(given.Client, key);

        answer.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            {
              "code": "CONFLICT",
              "message": "This request was carried out before an upgrade of the server, and its answer cannot be repeated. Read what it changed instead."
            }
            """);
        (await given.Client.GetJson(scene.Probe)).Body.Should().Be(after.Body);
    }

    [Theory]
    [InlineData("answer -> 'post'", HttpStatusCode.Conflict)]
    [InlineData("(answer::jsonb - 'revision')::json", HttpStatusCode.Conflict)]
    [InlineData("jsonb_set(answer::jsonb, '{post,status}', '\"lost\"')::json", HttpStatusCode.Conflict)]
    [InlineData("jsonb_set(answer::jsonb, '{post,caption}', 'null')::json", HttpStatusCode.Conflict)]
    [InlineData("(answer::jsonb #- '{post,cancelReason}')::json", HttpStatusCode.OK)]
    [InlineData("jsonb_set(answer::jsonb, '{post,formerly}', '1')::json", HttpStatusCode.OK)]
    public async Task Reschedule_OfAnOlderVersion_IsRepeatedWhereNothingNeededIsMissing(string kept, HttpStatusCode status)
    {
        var post = await api.Given.Scheduled(await api.Given.Project());
        var key = NewKey();
        var first = await api.Client.PostJson($"/v1/scheduled-posts/{post}/reschedule", new { scheduledFor = "2030-02-01T07:00:00Z" }, key);
        await KeepInstead(kept, key.Value);

        var again = await api.Client.PostJson($"/v1/scheduled-posts/{post}/reschedule", new { scheduledFor = "2030-02-01T07:00:00Z" }, key);

        again.Status.Should().Be(status, again.Body);
        if (status == HttpStatusCode.OK)
            (again.Body, again.Header("ETag")).Should().Be((first.Body, first.Header("ETag")));
    }

    [Fact]
    public async Task Approve_SentAgainWithItsKey_IsItsOwn200AndNotTheConflict()
    {
        var id = await api.Given.Pending();
        var key = NewKey();

        var first = await api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Fine." }, key);
        var replay = await api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Fine." }, key);
        var another = await api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Fine." }, NewKey());

        (replay.Status, replay.Body).Should().Be((HttpStatusCode.OK, first.Body));
        another.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Preview_WithKey_IsNotTakenForTheChange()
    {
        var project = await api.Given.Project();
        var key = NewKey();

        var preview = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun=true", new { requiresApproval = true }, key);
        var replay = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy?dryRun=true", new { requiresApproval = true }, key);
        var change = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", new { requiresApproval = true }, key);

        (replay.Body, replay.Header("Idempotency-Replayed")).Should().Be((preview.Body, "true"));
        ShouldBeIdempotencyConflict(change);
    }

    /// <summary>The one thing that a replay leaves out: a new key's text is kept nowhere.</summary>
    private static string WithoutSecret(string body) => NewKeyText().Replace(body, "");

    [GeneratedRegex(",\"key\":\"lp_[^\"]*\"", RegexOptions.None, 1_000)]
    private static partial Regex NewKeyText();

    private async Task<Given> CallerOf(string name) =>
        Endpoint.Named(name).IsForTestOrganizations ? await Given.Organization(api.Server, OrganizationEnvironment.Test) : api.Given;

    private static (string Name, string Value) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());

    private static void ShouldBeIdempotencyConflict(Answer answer) =>
        answer.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "IDEMPOTENCY_CONFLICT", "message": "This Idempotency-Key was used with another request." }
            """);

    private async Task KeepInstead(string answer, string key) =>
        await api.Server.Database.Run($"update idempotency_keys set answer = {answer} where key = $1", key);

    private async Task<long> KeysStored(string key) => (long)(await api.Server.Database.Run("select count(*) from idempotency_keys where key = $1", key))!;
}
