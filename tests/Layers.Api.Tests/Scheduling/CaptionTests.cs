using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Which caption goes out.</summary>
public sealed class CaptionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Caption_IsSettledWhenThePostIsScheduled()
    {
        var scene = await api.Open();
        var before = await api.QueuedPost(scene);
        await Correct(scene, "Corrected.\n  ☕ ");
        var after = await api.QueuedPost(scene);

        await api.DispatchInAnHour();

        ((string?)(await api.Post(before))["caption"]).Should().Be("The roast that started it all.");
        ((string?)(await api.Post(after))["caption"]).Should().Be("Corrected.\n  ☕ ");
    }

    [Fact]
    public async Task Caption_OfAScheduleThatWaits_IsTheOneThatIsApproved()
    {
        var scene = await api.Pending();
        var plain = (await api.Schedule(scene)).PostIds().Single();
        var overridden = (await api.Schedule(scene.Container, new
        {
            scheduledFor = api.In(Steps.Hour),
            targets = new[] { new { socialAccountId = scene.Account, mode = "publish", captionOverride = "" } },
        })).PostIds().Single();
        await Correct(scene, "As approved.");

        await api.Approve(scene);
        await Correct(scene, "Too late.");

        ((string?)(await api.Post(plain))["caption"]).Should().Be("As approved.");
        ((string?)(await api.Post(overridden))["caption"]).Should().Be("", "an empty caption is one, too");
    }

    [Fact]
    public async Task Caption_WhenCorrected_LeavesWhatWaitsAsItIs()
    {
        var scene = await api.Pending();
        await api.Schedule(scene);
        var before = (await api.Given.Container(scene.Container))["pendingSchedule"]!.ToJsonString();

        await Correct(scene, "Corrected.");

        (await api.Given.Container(scene.Container))["pendingSchedule"]!.ToJsonString().Should().Be(before);
    }

    private async Task Correct(Scene scene, string caption) =>
        (await api.Client.PatchJson($"/v1/content/{scene.Container}", new { caption })).Status.Should().Be(System.Net.HttpStatusCode.OK);
}
