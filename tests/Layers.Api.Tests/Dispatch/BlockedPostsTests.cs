using Layers.Api.Composition;
using Layers.Api.Tests.Scheduling;
using Layers.Domain.Approval;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Posts whose hour has come behind a gate that a rule shuts.</summary>
public sealed class BlockedPostsTests(BlockedPostsTests.Fixture api) : IClassFixture<BlockedPostsTests.Fixture>
{
    private const string Shut = "Shut.";

    [Fact]
    public async Task Post_IsLookedAtLessAndLessOften_UpToOnceAnHour()
    {
        var (_, id) = await Blocked();

        var pauses = new List<Duration>();
        for (var look = 0; look < 10; look++)
        {
            var next = Instant.FromDateTimeOffset((await api.Post(id))["nextAttemptAt"]!.GetValue<DateTimeOffset>());
            pauses.Add(next - api.Clock.GetCurrentInstant());
            api.Clock.Reset(next);
            await api.Dispatch();
        }

        pauses.Should().BeInAscendingOrder();
        (pauses[0], pauses[1], pauses[^1]).Should().Be((Duration.FromMinutes(1), Duration.FromMinutes(1), Duration.FromHours(1)));
        (await api.StatusOf(id)).Should().Be("queued");
    }

    [Fact]
    public async Task Post_WhoseContainerChanges_IsLookedAtAtOnce()
    {
        var (container, id) = await Blocked();
        api.Clock.Advance(Duration.FromMinutes(30));
        await api.Dispatch();

        await api.Client.PatchJson($"/v1/content/{container}", new { caption = "Open." });
        await api.Dispatch();

        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Posts_ThatAreBlocked_KeepNoOtherOfTheirAccountWaiting()
    {
        var project = await api.Given.Project();
        var account = await api.Given.Account(project);
        var blocked = await api.Given.Uploaded(project);
        await api.Schedule(blocked, new { scheduledFor = api.In(Steps.Hour), targets = Enumerable.Repeat(Steps.To(account), 50) });
        await api.Client.PatchJson($"/v1/content/{blocked}", new { caption = Shut });
        var open = (await api.Schedule(await api.Given.Uploaded(project), new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(account) } })).PostIds().Single();

        api.Clock.Advance(Steps.Hour);
        (await api.Server.DispatchDuePosts()).Should().Be(51);

        (await api.StatusOf(open)).Should().Be("published");
    }

    [Fact]
    public async Task Post_ThatIsPutOffWhileItsContainerChanges_IsLookedAtAtOnce()
    {
        for (var race = 0; race < 10; race++)
        {
            var (container, id) = await Blocked(dispatched: false);
            api.Clock.Advance(Duration.FromMinutes(10));

            await Task.WhenAll(api.Dispatch(), api.Client.PatchJson($"/v1/content/{container}", new { caption = "Open." }));
            await api.Dispatch();

            (await api.StatusOf(id)).Should().Be("published");
        }
    }

    /// <summary>A post that was scheduled before its container's gate was shut, at its hour.</summary>
    private async Task<(string Container, string Post)> Blocked(bool dispatched = true)
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        await api.Client.PatchJson($"/v1/content/{scene.Container}", new { caption = Shut });
        api.Clock.Advance(Steps.Hour);
        if (dispatched)
            await api.Dispatch();
        return (scene.Container, id);
    }

    public sealed class Fixture : ApiFixture
    {
        // A blocked post that is late goes out all the same in these tests.
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Layers:Dispatch:GraceMinutes"] = "100000" };

        protected override Task<ApiServer> StartServer() => ApiServer.Start(Settings, parts: new Parts(layers => layers.AddGateRule<ShutByCaption>()));
    }

    internal sealed class ShutByCaption : IGateRule
    {
        private static readonly GateReason Closed = GateReason.Blocks("acme:shut", ["acme.open"], "The caption shuts the gate.");

        public IReadOnlyList<GateReason> Reasons => [Closed];

        public GateReason? ReasonOf(GateFacts facts) => facts.Caption == Shut ? Closed : null;
    }
}
