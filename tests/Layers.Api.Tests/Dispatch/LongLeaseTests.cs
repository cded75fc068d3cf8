using Layers.Api.Tests.Scheduling;
using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A claim may last as long as the pause of a closed gate: the one is not taken for the other.</summary>
public sealed class LongLeaseTests(LongLeaseTests.Fixture api) : IClassFixture<LongLeaseTests.Fixture>
{
    [Fact]
    public async Task Post_BehindAClosedGate_StaysInTheQueue()
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        await api.Server.Database.Run("update containers set approval_status = 'pending' where container_id = $1", scene.Container.Uuid());

        await api.DispatchInAnHour();

        (await api.StatusOf(id)).Should().Be("queued");
        (await api.Post(id))["attempts"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public async Task Post_ThatWasTriedBefore_IsNotTriedAgainBehindAClosedGate()
    {
        await using var relay = await Relay.Start();
        relay.Refuse(503);
        var scene = await api.Open(relay);
        await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        await api.Server.Database.Run("update containers set approval_status = 'pending' where container_id = $1", scene.Container.Uuid());

        await api.DispatchInAnHour();

        relay.Requests.Should().ContainSingle();
    }

    public sealed class Fixture : ApiFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Layers:Relay:AllowPrivateAddresses"] = "true",
            ["Layers:Dispatch:LeaseSeconds"] = "3600",
        };
    }
}
