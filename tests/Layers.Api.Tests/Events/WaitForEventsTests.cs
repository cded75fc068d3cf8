using System.Net;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.Events;

/// <summary>Following the feed with <c>Prefer: wait</c>.</summary>
public sealed class WaitForEventsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Events_WhileNothingHappens_AnswerAsSoonAsSomethingDoes()
    {
        var given = await Given.Organization(api.Server);
        var waiting = given.Client.GetJson("/v1/events", ("Prefer", "wait=30"));

        await given.GatedProject();
        while (!waiting.IsCompleted)
            await Position();

        TypesIn(await waiting).Should().Equal("approval_policy.updated");
    }

    [Fact]
    public async Task Events_OfTwoOrganizationsThatWait_WakeBoth()
    {
        var (one, other) = (await Given.Organization(api.Server), await Given.Organization(api.Server));
        await Position();
        var waiting = new[] { one, other }.Select(given => given.Client.GetJson("/v1/events", ("Prefer", "wait=30"))).ToArray();
        await one.GatedProject();
        await other.GatedProject();

        while (!waiting.All(answer => answer.IsCompleted))
            await Position();

        (await Task.WhenAll(waiting)).Should().AllSatisfy(page => TypesIn(page).Should().Equal("approval_policy.updated"));
    }

    [Fact]
    public async Task Events_OfATypeThatDoesNotCome_AreNotLookedThroughAgain()
    {
        var given = await Given.Organization(api.Server);
        await given.Pending(await given.GatedProject());
        await Position();

        var none = await given.Client.GetJson("/v1/events?type=post.failed");

        TypesIn(none).Should().BeEmpty();
        var rest = await given.Client.GetJson($"/v1/events?cursor={none.Text("nextCursor")}");
        TypesIn(rest).Should().BeEmpty("the cursor has moved past everything that did not match");
    }

    [Fact]
    public async Task Events_WaitedForWithAKeyThatIsKilledMeanwhile_AreNotShown()
    {
        var given = await Given.Organization(api.Server);
        var key = await given.AnotherKey(["audit:read"]);
        using var client = api.Server.Client(key.Text.Reveal());
        var waiting = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await api.Server.Send(new Layers.Application.Keys.KillKey(key.Key.Id), key.Key.Organization);
        await Task.WhenAny(waiting, KilledKeyIsRefused(client));

        await given.GatedProject();
        while (!waiting.IsCompleted)
            await Position();

        (await waiting).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
    }

    [Fact]
    public async Task Events_WaitedForWithAKeyThatIsRotatedMeanwhile_AreNotShown()
    {
        var given = await Given.Organization(api.Server);
        var key = await given.AnotherKey(["audit:read"]);
        using var client = api.Server.Client(key.Text.Reveal());
        (await client.GetJson("/v1/events")).Status.Should().Be(HttpStatusCode.OK);
        var waiting = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await given.Client.PostJson($"/v1/api-keys/{key.Key.Id}/rotate");
        await Eventually.Holds(async () => (await client.GetJson("/v1/whoami")).Status == HttpStatusCode.Unauthorized, "the old text was refused");

        await given.GatedProject();
        while (!waiting.IsCompleted)
            await Position();

        (await waiting).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Theory]
    [InlineData("wait=5", "wait=5")]
    [InlineData("wait=99999", "wait=30")]
    [InlineData("wait=9999999999999999999999999999999999999999", "wait=30")]
    [InlineData("wait=\"0\"", "wait=0")]
    [InlineData("WAIT = 5", "wait=5")]
    [InlineData("wait=5; strictly", "wait=5")]
    [InlineData("respond-async, wait=5", "wait=5")]
    [InlineData("other=\"a, wait=9\", wait=5", "wait=5")]
    [InlineData("wait=5, wait=7", "wait=5")]
    [InlineData("respond-async", null)]
    [InlineData("wait", null)]
    [InlineData("wait=", null)]
    [InlineData("wait=soon", null)]
    [InlineData("wait=soon, wait=5", null)]
    [InlineData("wait=-1", null)]
    [InlineData("wait=1.5", null)]
    [InlineData("waiting=5", null)]
    [InlineData(",", null)]
    [InlineData("", null)]
    public async Task Preference_IsGrantedAsFarAsItGoes_OrIgnored(string preference, string? applied)
    {
        await SomethingToRead();

        var answer = await api.Client.GetJson("/v1/events", ("Prefer", preference));

        (answer.Status, answer.Header("Preference-Applied")).Should().Be((HttpStatusCode.OK, applied));
    }

    [Fact]
    public async Task Preferences_OnSeveralLines_AreOneList()
    {
        await SomethingToRead();

        var authorization = $"Authorization: Bearer {api.Given.Key.Text.Reveal()}";
        var (_, text) = await api.Server.SendLines("GET /v1/events", authorization, "Prefer: respond-async", "Prefer: wait=5");

        text.Should().Contain("Preference-Applied: wait=5\r\n");
    }

    private async Task SomethingToRead()
    {
        await api.Given.GatedProject();
        await Position();
    }

    private static async Task KilledKeyIsRefused(HttpClient client)
    {
        while ((await client.GetJson("/v1/whoami")).Status != HttpStatusCode.ServiceUnavailable)
        {
        }
    }

    private Task<int> Position() => api.Server.Send(new PositionEvents());

    private static IEnumerable<string?> TypesIn(Answer page) => page.Json["items"]!.AsArray().Select(item => (string?)item!["type"]);
}
