using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Where webhooks may go, on a server as it is without settings.</summary>
public sealed class AddressTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("http://hooks.acme.example/")]
    [InlineData("ftp://hooks.acme.example/")]
    [InlineData("hooks.acme.example")]
    [InlineData("/hooks")]
    [InlineData("https://")]
    [InlineData("https://user@hooks.acme.example/")]
    [InlineData("https://user:password@hooks.acme.example/")]
    [InlineData("https://hooks.acme.example/#here")]
    [InlineData("https://hooks.acme.example/#")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://10.1.2.3:8443/hooks")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:192.168.0.1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://api.localhost/")]
    public async Task Url_ThatIsNotHttpsToAPublicHost_IsRefused(string url)
    {
        var (endpoint, _) = await api.Given.Webhook();

        (await api.Client.PostJson("/v1/webhook-endpoints", new { url, events = new[] { "*" } })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "url");
        (await api.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { url })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "url");
    }

    [Theory]
    [InlineData("https://xn--/")]
    [InlineData("https://xn--a.example/")]
    [InlineData("https://\u0080.example/")]
    [InlineData("https://\u24C1OCALHOST/")]
    [InlineData("https://127\u30020\u30020\u30021/")]
    [InlineData("https://a..b.example/")]
    [InlineData("https://acme.example:99999/")]
    [InlineData("https://acme.example:0/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://-/")]
    [InlineData("https:\\acme.example\\hooks")]
    [InlineData("https://acme.example/a\r\nX-Forged: 1")]
    [InlineData("https://acme.example/\u0000")]
    [InlineData("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/")]
    public async Task Url_ThatIsOdd_IsRefusedOrTakenButNeverAFault(string url)
    {
        var answer = await api.Client.PostJson("/v1/webhook-endpoints", new { url, events = new[] { "*" } });

        answer.Status.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Url_OfMoreThan2048Characters_IsRefused()
    {
        var url = "https://hooks.acme.example/" + new string('a', 2_048 - "https://hooks.acme.example/".Length);

        (await api.Client.PostJson("/v1/webhook-endpoints", new { url, events = new[] { "*" } })).Status.Should().Be(HttpStatusCode.Created);
        (await api.Client.PostJson("/v1/webhook-endpoints", new { url = url + "a", events = new[] { "*" } }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "url");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Name_ThatLeadsToThisMachine_IsNotConnectedTo(string host)
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook();
        var url = receiver.Url.Replace("127.0.0.1", host, StringComparison.Ordinal);
        await api.Server.Database.Run("update webhook_endpoints set url = $1 where webhook_endpoint_id = $2", url, endpoint.Uuid());
        await given.Happen();

        await api.Deliver(given, endpoint);

        receiver.Received.Should().BeEmpty();
        (await given.Deliveries(endpoint)).Single().TextOf("lastError").Should().Be("private_address");
    }
}
