using System.Net;
using System.Text;
using Layers.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Layers.Api.Tests.Webhooks;

/// <summary>What a receiver gets, and how it knows that it is from us.</summary>
public sealed class SignatureTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    private const string Remark = "Ünïcode \"quoted\" <b>&amp;</b> \\ ☕😀\r\n\t\u2028 end ";

    [Fact]
    public async Task Receiver_GetsTheEventAsItIsListed_AndCanVerifyIt()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, secret) = await given.Webhook(receiver.Url, events: "content.approved");
        var container = await given.Pending();
        await given.Client.PostJson($"/v1/content/{container}/approve", new { note = Remark });

        await api.Deliver(given, endpoint);

        var webhook = receiver.Received.Should().ContainSingle().Subject;
        webhook.Text.Should().Be((await given.Events())[^1]);
        (await given.Events())[^1].Should().Contain("Ünïcode");
        webhook.Id.Should().Be((string?)System.Text.Json.Nodes.JsonNode.Parse(webhook.Body)!["id"]).And.StartWith("evt_");
        (webhook.Method, webhook.Target).Should().Be(("POST", "/hooks?of=acme"));
        webhook.Headers["Content-Type"].Should().Be("application/json");
        webhook.Headers["User-Agent"].Should().Be("Layers");
        webhook.Headers["webhook-timestamp"].Should().Be($"{api.Clock.GetCurrentInstant().ToUnixTimeSeconds()}");
        webhook.Headers["webhook-signature"].Should().MatchRegex("^v1,[A-Za-z0-9+/]{43}=$");
        webhook.Headers["X-Layers-Signature"].Should().MatchRegex("^t=[0-9]+,v1=[0-9a-f]{64}$");
        webhook.Headers.Keys.Should().BeEquivalentTo(
            "Host", "Content-Type", "Content-Length", "User-Agent", "webhook-id", "webhook-timestamp", "webhook-signature", "X-Layers-Signature");
        var verifier = new Verifier(secret, api.Clock);
        (verifier.Accepts(webhook), verifier.AcceptsOurs(webhook)).Should().Be((true, true));
    }

    [Fact]
    public async Task Receiver_RefusesAnotherBodyAnotherIdAnotherSecretAndWhatIsOld()
    {
        var (webhook, secret) = await Delivered();
        var verifier = new Verifier(secret, api.Clock);
        byte[] tampered = [.. webhook.Body[..^1], (byte)' '];
        var (_, another) = await api.Given.Webhook();
        var renamed = webhook with { Headers = new Dictionary<string, string>(webhook.Headers) { ["webhook-id"] = $"evt_{Guid.NewGuid()}" } };

        (verifier.Accepts(webhook), verifier.AcceptsOurs(webhook)).Should().Be((true, true));
        (verifier.Accepts(webhook, tampered), verifier.AcceptsOurs(webhook, tampered)).Should().Be((false, false));
        verifier.Accepts(renamed).Should().BeFalse();
        var stranger = new Verifier(another, api.Clock);
        (stranger.Accepts(webhook), stranger.AcceptsOurs(webhook)).Should().Be((false, false));

        api.Clock.Advance(Duration.FromMinutes(6));
        (verifier.Accepts(webhook), verifier.AcceptsOurs(webhook)).Should().Be((false, false));
    }

    [Fact]
    public async Task Secret_ThatWasRotated_SignsBesideTheNewOneForADay()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, old) = await given.Webhook(receiver.Url);

        var rotated = await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/rotate-secret");
        var secret = rotated.Text("signingSecret");
        var (during, last, after) = (await Next(), await Next(Duration.FromHours(24) - Duration.FromMilliseconds(1)), await Next(Duration.FromMilliseconds(1)));

        rotated.Status.Should().Be(HttpStatusCode.OK);
        secret.Should().NotBe(old);
        rotated.Json["endpoint"]!.TextOf("previousSecretValidUntil").Should().NotBeNull();
        during.Should().Be((true, true), "both sign meanwhile");
        last.Should().Be((true, true));
        after.Should().Be((false, true), "the day is over");
        receiver.Received.Last().Headers["webhook-signature"].Should().NotContain(" ");

        async Task<(bool Old, bool New)> Next(Duration later = default)
        {
            api.Clock.Advance(later);
            await given.Happen();
            await api.Deliver(given, endpoint);
            return (AcceptedWith(old, receiver), AcceptedWith(secret, receiver));
        }
    }

    /// <summary>The library has a clock of its own, so the server's is set to it.</summary>
    [Fact]
    public async Task StandardLibrary_VerifiesADelivery_AndNoOtherBody()
    {
        api.Clock.Reset(SystemClock.Instance.GetCurrentInstant());
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, secret) = await given.Webhook(receiver.Url);
        await given.Happen();

        await api.Deliver(given, endpoint);

        var webhook = receiver.Received.Should().ContainSingle().Subject;
        var headers = new HeaderDictionary(webhook.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value)));
        var library = new StandardWebhook(secret);
        library.Invoking(one => one.Verify(webhook.Text, headers)).Should().NotThrow();
        library.Invoking(one => one.Verify($"{webhook.Text} ", headers)).Should().Throw<WebhookVerificationException>();
    }

    [Fact]
    public async Task Secret_RotatedTwiceWithinADay_EndsAtOnce()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, first) = await given.Webhook(receiver.Url);
        var second = (await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/rotate-secret")).Text("signingSecret");
        var third = (await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/rotate-secret")).Text("signingSecret");
        await given.Happen();

        await api.Deliver(given, endpoint);

        (AcceptedWith(first, receiver), AcceptedWith(second, receiver), AcceptedWith(third, receiver)).Should().Be((false, true, true));
    }

    [Fact]
    public async Task Secret_IsStoredNowhere()
    {
        var given = await Given.Organization(api.Server);
        var answer = await given.Client.PostJson(
            "/v1/webhook-endpoints", new { url = "https://acme.example/", events = new[] { "*" } }, ("Idempotency-Key", Guid.NewGuid().ToString()));
        var id = (string)answer.Json["endpoint"]!["id"]!;
        var rotated = await given.Client.PostJson($"/v1/webhook-endpoints/{id}/rotate-secret", body: null, ("Idempotency-Key", Guid.NewGuid().ToString()));

        var stored = await api.Server.Database.Value<string>(
            """
            select concat(
              (select string_agg(i::text, ' ') from idempotency_keys i), (select string_agg(a::text, ' ') from audit_log a),
              (select string_agg(w::text, ' ') from webhook_endpoints w))
            """);

        stored.Should().Contain(id);
        foreach (var secret in new[] { answer.Text("signingSecret"), rotated.Text("signingSecret") })
            stored.Should().NotContain(secret["whsec_".Length..]);
        Encoding.UTF8.GetByteCount(answer.Text("signingSecret")).Should().Be("whsec_".Length + 44);
    }

    private bool AcceptedWith(string secret, Receiver receiver)
    {
        var verifier = new Verifier(secret, api.Clock);
        var webhook = receiver.Received.Last();
        verifier.AcceptsOurs(webhook).Should().Be(verifier.Accepts(webhook));
        return verifier.Accepts(webhook);
    }

    private async Task<(Webhook Webhook, string Secret)> Delivered()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, secret) = await given.Webhook(receiver.Url);
        await given.Happen();
        await api.Deliver(given, endpoint);
        return (receiver.Received.Single(), secret);
    }
}
