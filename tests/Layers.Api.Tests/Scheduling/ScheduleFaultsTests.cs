using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>One bad target and nothing is written, and every fault is named at once.</summary>
public sealed class ScheduleFaultsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryFault_IsNamedAtOnceAndNothingIsWritten(bool gated)
    {
        var scene = gated ? await api.Pending() : await api.Open();
        var disconnected = scene with { Account = await api.Given.Account(scene.Project) };
        await api.Disconnect(disconnected);
        var instagram = await api.Given.Account(scene.Project, "instagram");
        var elsewhere = await api.Given.Account(await api.Given.Project());
        var stranger = await Given.Organization(api.Server);
        var foreign = await stranger.Account(await stranger.Project());
        var before = (await api.Given.Audit()).Count;

        var answer = await api.Schedule(scene.Container, new
        {
            scheduledFor = api.In(-Steps.Hour),
            targets = new object?[]
            {
                Steps.To(scene.Account),
                Steps.To($"sa_{Guid.NewGuid()}"),
                Steps.To(elsewhere),
                Steps.To(foreign),
                Steps.To(disconnected.Account),
                Steps.To(scene.Account, "story"),
                Steps.To(instagram, "draft"),
                new { socialAccountId = scene.Account, mode = "publish", captionOverride = new string('é', 4_001), firstCommentOverride = new string('é', 4_001) },
                Steps.To("cnt_" + Guid.NewGuid(), "Publish"),
                new { },
                null,
                "publish",
                new { socialAccountId = 5, mode = true, captionOverride = new[] { "x" }, firstCommentOverride = 7 },
                new { socialAccountId = (string?)null, mode = (string?)null, captionOverride = (string?)null, firstCommentOverride = (string?)null },
            },
        });

        answer.ShouldHaveIssues(
            HttpStatusCode.UnprocessableEntity,
            "scheduledFor",
            "targets[1].socialAccountId",
            "targets[2].socialAccountId",
            "targets[3].socialAccountId",
            "targets[4].socialAccountId",
            "targets[5].mode",
            "targets[6].mode",
            "targets[7].captionOverride",
            "targets[7].firstCommentOverride",
            "targets[8].socialAccountId",
            "targets[8].mode",
            "targets[9].socialAccountId",
            "targets[9].mode",
            "targets[10]",
            "targets[11]",
            "targets[12].socialAccountId",
            "targets[12].mode",
            "targets[12].captionOverride",
            "targets[12].firstCommentOverride",
            "targets[13].socialAccountId",
            "targets[13].mode");
        await ShouldHaveNothing(scene);
        (await api.Given.Audit()).Should().HaveCount(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"targets\": null")]
    [InlineData("\"targets\": []")]
    [InlineData("\"targets\": \"all\"")]
    [InlineData("\"targets\": { \"0\": {} }")]
    public async Task Targets_MustBeAListOfOneToFifty(string targets)
    {
        var scene = await api.Open();
        var body = $$"""{ {{string.Join(", ", new[] { $"\"scheduledFor\": \"{api.In(Steps.Hour)}\"", targets }.Where(part => part.Length > 0))}} }""";

        (await api.Schedule(scene.Container, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets");
        (await api.Client.PostJson($"/v1/content/{scene.Container}/publish", body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets");
        await ShouldHaveNothing(scene);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FiftyOneTargets_AreRefused(bool gated)
    {
        var scene = gated ? await api.Pending() : await api.Open();

        (await api.Schedule(scene, targets: 51)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets");
        await ShouldHaveNothing(scene);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1776505200")]
    [InlineData("\"\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"2026-06-01\"")]
    [InlineData("\"2026-06-01T07:00:00\"")]
    [InlineData("\"2026-06-01T07:00:00+02:00\"")]
    [InlineData("\"2026-02-30T07:00:00Z\"")]
    [InlineData("\"0000-01-01T00:00:00Z\"")]
    public async Task Hour_MustBeATimestampInUtc(string hour)
    {
        var scene = await api.Open();
        var body = $$"""{ "scheduledFor": {{hour}}, "targets": [{ "socialAccountId": "{{scene.Account}}", "mode": "publish" }] }""";

        (await api.Schedule(scene.Container, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "scheduledFor");
        await ShouldHaveNothing(scene);
    }

    [Fact]
    public async Task EmptyBody_IsToldBothFields() =>
        (await api.Client.PostJson($"/v1/content/{(await api.Open()).Container}/schedule")).ShouldHaveIssues(
            HttpStatusCode.UnprocessableEntity, "scheduledFor", "targets");

    [Fact]
    public async Task Overrides_AreTakenUpToTheirLimitsInCodePoints()
    {
        var scene = await api.Open();
        var (caption, comment) = (string.Concat(Enumerable.Repeat("☕😀", 2_000)), new string('é', 4_000));

        var answer = await api.Schedule(scene.Container, new
        {
            scheduledFor = api.In(Steps.Hour),
            targets = new[] { new { socialAccountId = scene.Account, mode = "publish", captionOverride = caption, firstCommentOverride = comment } },
        });

        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        var post = await api.Post(answer.PostIds().Single());
        ((string?)post["caption"]).Should().Be(caption);
        ((string?)post["firstComment"]).Should().Be(comment);
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\ud83d")]
    public async Task Overrides_ThatNobodyCouldPublish_AreRefused(string text)
    {
        var scene = await api.Open();
        var body = $$"""
            { "scheduledFor": "{{api.In(Steps.Hour)}}", "targets": [{ "socialAccountId": "{{scene.Account}}", "mode": "publish",
              "captionOverride": "a{{text}}b", "firstCommentOverride": "{{text}}" }] }
            """;

        (await api.Schedule(scene.Container, body)).ShouldHaveIssues(
            HttpStatusCode.UnprocessableEntity, "targets[0].captionOverride", "targets[0].firstCommentOverride");
        await ShouldHaveNothing(scene);
    }

    [Fact]
    public async Task Faults_NeverRepeatWhatWasSent()
    {
        var scene = await api.Open();

        var answer = await api.Schedule(scene.Container, new { scheduledFor = "HUNTER2", targets = new[] { Steps.To("HUNTER2", "HUNTER2") } });

        answer.Body.Should().NotContain("HUNTER2");
        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "scheduledFor", "targets[0].socialAccountId", "targets[0].mode");
    }

    private async Task ShouldHaveNothing(Scene scene)
    {
        (await api.PostsOf(scene)).Should().BeEmpty();
        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
    }
}
