using Layers.Api.Tests.Scheduling;
using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A relay that lives on this machine or this network is not connected to, whatever it is called.</summary>
public sealed class RelayAddressTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    public async Task Relay_OnThisMachine_IsRefusedWhenItIsConnectedTo(string host)
    {
        await using var relay = await Relay.Start("http://127.0.0.1:0");
        var scene = await api.Open(relay);
        var url = relay.Url.Replace("127.0.0.1", host, StringComparison.Ordinal);
        await api.Server.Database.Run("update social_accounts set settings = json_build_object('url', $1::text) where social_account_id = $2", url, scene.Account.Uuid());
        var id = await api.QueuedPost(scene);

        await api.DispatchInAnHour();

        relay.Requests.Should().BeEmpty();
        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", "RELAY_ADDRESS_REFUSED"));
    }
}
