using System.Net;
using System.Text.Json.Nodes;
using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;

namespace Layers.Conformance.Publishing;

/// <summary>The publisher behind the whole server.</summary>
public abstract partial class PublisherConformance
{
    private static readonly Duration AnHour = Duration.FromHours(1);

    [Fact]
    public async Task Connect_KeepsTheSettings_AndNoUnknownOnes()
    {
        TryBe(PlatformMood.Well);

        var connected = await Connect(Api.Given, Account.Settings.Append(new("zul7", "unknown")));

        connected.Status.Should().Be(HttpStatusCode.Created, "Account has settings that the publisher takes");
        connected.Json["settings"]!.AsObject().Select(setting => setting.Key).Should().BeEquivalentTo(Account.Settings.Keys, "an account keeps what Kind.Settings declares");
    }

    [Fact]
    public async Task Connect_WithFaults_NamesEachOfThem()
    {
        string[] names = [.. Publisher.Kind.Settings.Select(setting => setting.Name)];
        string[] required = [.. Publisher.Kind.Settings.Where(setting => setting.Presence == Presence.Required).Select(setting => setting.Name)];

        (await Connect(Api.Given, names.ToDictionary(name => name, _ => 5), handle: ""))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, ["handle", .. names.Select(name => $"settings.{name}")]);
        (await Connect(Api.Given, new Dictionary<string, int>(), handle: ""))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, ["handle", .. required.Select(name => $"settings.{name}")]);
    }

    [Fact]
    public async Task Connect_InATestOrganization_IsPossibleOnlyWhenNothingReachesARealPlatform()
    {
        TryBe(PlatformMood.Well);

        var connected = await Connect(await Given.Organization(Api.Server, OrganizationEnvironment.Test), Account.Settings);

        if (Publisher.Kind.IsForTestOrganizations)
            connected.Status.Should().Be(HttpStatusCode.Created);
        else
            connected.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "publisher");
    }

    [Fact]
    public async Task Post_IsSentAtItsHour_AndOnce()
    {
        TryBe(PlatformMood.Well);
        var post = await Scheduled();

        await Api.Server.DispatchDuePosts();
        Received.Should().BeEmpty("its hour has not come");
        await DispatchInAnHour();
        await DispatchInAnHour();

        ((string?)(await Post(post))["status"]).Should().Be("published");
        Received.Count.Should().BeLessThanOrEqualTo(1, "a published post is not sent again");
    }

    [Fact]
    public async Task Post_WhosePlatformFailed_IsSentAgainWithTheSameKeyAndMessage()
    {
        if (!TryBe(PlatformMood.Failing))
            return;
        var post = await Scheduled();
        await DispatchInAnHour();
        if ((string?)(await Post(post))["status"] != "publishing" || !TryBe(PlatformMood.Well))
            return;

        await DispatchInAnHour();

        // Where the handle decides the mood, as in the sandbox, the account stays as it was connected.
        if (Received.Count > 0)
            Received.Distinct().Should().ContainSingle("all attempts send the same key and the same message");
    }

    private async Task<Answer> Connect(Given given, object settings, string? handle = null)
    {
        var body = new { platform = "tiktok", handle = handle ?? Account.Handle, publisher, settings };
        return await given.Client.PostJson($"/v1/projects/{await given.Project()}/social-accounts", body);
    }

    private Task<Answer> Connect(Given given, IEnumerable<KeyValuePair<string, string>> settings) => Connect(given, (object)settings.ToDictionary());

    private async Task<string> Scheduled()
    {
        var connected = await Connect(Api.Given, Account.Settings);
        var targets = new[] { new { socialAccountId = connected.Text("socialAccountId"), mode = "publish" } };
        var scheduledFor = InstantPattern.ExtendedIso.Format(Api.Clock.Now() + AnHour);
        var container = await Api.Given.Uploaded(connected.Text("projectId"));
        var schedule = await Api.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor, targets });
        schedule.Status.Should().Be(HttpStatusCode.Created, schedule.Body);
        return (string)schedule.Json["scheduledPostIds"]![0]!;
    }

    private async Task DispatchInAnHour()
    {
        Api.Clock.Advance(AnHour);
        await Api.Server.DispatchDuePosts();
    }

    private async Task<JsonNode> Post(string id) => (await Api.Client.GetJson($"/v1/scheduled-posts/{id}")).Json;
}
