using System.Net;
using System.Security.Cryptography;
using System.Text;
using Layers.Testing;

namespace Layers.Api.Tests.Operation;

/// <summary>Every row of every table, as a copy of the database would show them.</summary>
public sealed class StolenDumpTests
{
    [Fact]
    public async Task Dump_HoldsNoKeyThatWorks_AndWithARootOfTheOperators_NothingThatSigns()
    {
        await using var server = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:Secrets:Root"] = "a-root-that-nobody-can-guess-0123456789" });
        var given = await Given.Organization(server);
        await given.StartedUpload(await given.Project(), Given.Picture());
        var relay = await given.Client.PostJson(
            $"/v1/projects/{await given.Project()}/social-accounts",
            new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url = "https://relay.example/posts" } },
            ("Idempotency-Key", "kept-with-its-answer"));
        relay.Status.Should().Be(HttpStatusCode.Created);
        var webhook = await given.Client.PostJson(
            "/v1/webhook-endpoints", new { url = "https://hooks.acme.example/layers", events = new[] { "*" } }, ("Idempotency-Key", "kept-with-its-answer-too"));
        webhook.Status.Should().Be(HttpStatusCode.Created);

        var dump = (string)(await server.Database.Run("select schema_to_xml('public', true, false, '')::text"))!;

        var secret = given.Key.Text.Reveal()[^43..];
        dump.Should().Contain(given.Key.Key.KeyId, "it is a dump");
        dump.Should().NotContain(secret).And.NotContain(relay.Text("signingSecret")).And.NotContain(webhook.Text("signingSecret"));
        dump.Should().Contain(Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(secret))), "only the hash is kept");
        (await server.Database.Run("select count(*) from server_secrets")).Should().Be(0L);
    }
}
