using System.Net;
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
        var project = await api.Given.Project();
        var scene = new Scene(project, await api.Given.Uploaded(project), (await Connect(project, "https://relay.acme.example/")).Text("socialAccountId"));
        var url = relay.Url.Replace("127.0.0.1", host, StringComparison.Ordinal);
        await api.Server.Database.Run("update social_accounts set settings = json_build_object('url', $1::text) where social_account_id = $2", url, scene.Account.Uuid());
        var id = await api.QueuedPost(scene);

        await api.DispatchInAnHour();

        relay.Requests.Should().BeEmpty();
        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", "RELAY_ADDRESS_REFUSED"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://localhost./")]
    [InlineData("https://relay.localhost/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://[::1]/")]
    public async Task Relay_WhoseAddressIsWrittenAsAPrivateOne_IsRefused(string url) =>
        (await Connect(await api.Given.Project(), url)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "settings.url");

    private Task<Answer> Connect(string project, string url) =>
        api.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url } });
}
