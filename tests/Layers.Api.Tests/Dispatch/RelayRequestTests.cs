using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.Dispatch;

/// <summary>What a relay gets.</summary>
public sealed class RelayRequestTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    private const string Caption = "Ünïcode \"quoted\" <b>&amp;</b> \\ ☕😀\r\n\t\u2028 end ";

    [Fact]
    public async Task Relay_GetsTheWholePost()
    {
        await using var relay = await Relay.Start();
        var project = await api.Given.Project();
        var container = await api.Given.Uploaded(project, Caption);
        var account = (await api.Connect(project, relay)).Text("socialAccountId");
        var hour = api.In(Steps.Hour);
        var schedule = await api.Schedule(container, new
        {
            scheduledFor = hour,
            targets = new[] { new { socialAccountId = account, mode = "managed", firstCommentOverride = "#roast" } },
        });
        var id = schedule.PostIds().Single();

        await api.DispatchInAnHour();

        var request = relay.Requests.Should().ContainSingle().Subject;
        (request.Method, request.Target).Should().Be(("POST", "/posts?of=acme"));
        request.Headers["Content-Type"].Should().Be("application/json");
        request.Headers["Idempotency-Key"].Should().Be(id);
        request.Headers["X-Layers-Attempt"].Should().Be("1");
        request.Headers["User-Agent"].Should().Be("Layers");
        request.Headers.Keys.Should().BeEquivalentTo(
            "Host", "Content-Type", "Content-Length", "Idempotency-Key", "X-Layers-Attempt", "X-Layers-Signature", "User-Agent");
        var expected = JsonNode.Parse($$"""
            { "scheduledPostId": "{{id}}", "projectId": "{{project}}", "containerId": "{{container}}", "socialAccountId": "{{account}}",
              "platform": "tiktok", "handle": "@acme", "mode": "managed", "firstComment": "#roast", "scheduledFor": "{{hour}}" }
            """)!;
        expected["caption"] = Caption;
        expected["media"] = (await api.Given.Container(container))["assets"]!.DeepClone();
        JsonNode.DeepEquals(request.Json, expected).Should().BeTrue($"expected {expected.ToJsonString()}, but got {request.Body}");
        (await FaultsByTheDocument(request.Json)).Should().BeEmpty();

        var post = await api.Post(id);
        ((string?)post["externalId"], (string?)post["externalUrl"]).Should().Be(($"ext-{id}", $"https://platform.example/{id}"));
    }

    private static async Task<IReadOnlyList<string>> FaultsByTheDocument(JsonNode message)
    {
        var document = await DocumentedApi.Shared;
        var connecting = document.Operations.Single(operation => operation.Id == "connectAccount");
        var body = connecting.Json["callbacks"]!["relay"]!["{$request.body#/settings/url}"]!["post"]!["requestBody"]!;
        return document.Schemas.FaultsOf(body["content"]!["application/json"]!["schema"]!, message);
    }

    [Fact]
    public async Task Relay_CanFetchTheMedia()
    {
        await using var relay = await Relay.Start();
        await api.QueuedPost(await api.Open(relay));

        await api.DispatchInAnHour();

        var url = (string)relay.Requests.Single().Json["media"]![0]!["url"]!;
        using var anybody = new HttpClient();
        (await anybody.GetByteArrayAsync(new Uri(url))).Should().Equal(Given.Picture());
    }

    [Fact]
    public async Task Relay_CanVerifyTheSignatureWithItsSecret()
    {
        await using var relay = await Relay.Start();
        var project = await api.Given.Project();
        var account = await api.Connect(project, relay);
        await api.QueuedPost(new Scene(project, await api.Given.Uploaded(project), account.Text("socialAccountId")));

        await api.DispatchInAnHour();

        var request = relay.Requests.Single();
        var time = api.Clock.GetCurrentInstant().ToUnixTimeSeconds();
        var key = Convert.FromBase64String(account.Text("signingSecret")["whsec_".Length..]);
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{time}.{request.Body}"));
        request.Headers["X-Layers-Signature"].Should().Be($"t={time},v1={Convert.ToHexStringLower(mac)}");
    }

    [Fact]
    public async Task Relay_GetsTheSameKeyAndBodyWithEveryAttempt()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));
        relay.Refuse(503);

        for (var attempt = 0; attempt < 7; attempt++)
            await api.DispatchInAnHour();

        relay.Requests.Should().HaveCount(5);
        relay.Requests.Select(request => request.Key).Distinct().Should().Equal(id);
        relay.Requests.Select(request => request.Body).Distinct().Should().ContainSingle();
        relay.Requests.Select(request => request.Headers["X-Layers-Attempt"]).Should().Equal("1", "2", "3", "4", "5");
        (await api.StatusOf(id)).Should().Be("failed");
    }
}
