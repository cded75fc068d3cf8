using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

/// <summary>Keys that somebody makes up, from an address that others share.</summary>
public sealed class UnknownKeyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int PerMinute = 3;
    private const string Proxy = "Layers:Proxy:Trusted";

    [Fact]
    public async Task UnknownKeys_OverTheLimitOfTheirAddress_Are429_AndTheLimitRecovers()
    {
        var time = new FakeTime();
        await using var server = await Server(time);
        await SpendTheLimit(server);

        var refused = await Guess(server);

        refused.ShouldBeErrorJson(HttpStatusCode.TooManyRequests, """
            {
              "code": "RATE_LIMITED",
              "message": "Too many unknown keys have come from this address; try again in 20 s.",
              "details": { "retryAfterSeconds": 20 }
            }
            """);
        refused.Header("Retry-After").Should().Be("20");
        time.Advance(TimeSpan.FromSeconds(20));
        (await Guess(server)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await Guess(server)).Status.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Key_FromAnAddressOverTheLimit_Works_WhetherItWasSeenBeforeOrNot()
    {
        await using var server = await Server(new FakeTime());
        var seen = await api.Given.AnotherKey([Scopes.Everything]);
        var fresh = await api.Given.AnotherKey([Scopes.Everything]);
        (await Whoami(server, seen.Text)).Status.Should().Be(HttpStatusCode.OK);
        await SpendTheLimit(server);
        (await Guess(server)).Status.Should().Be(HttpStatusCode.TooManyRequests);

        (await Whoami(server, seen.Text)).Status.Should().Be(HttpStatusCode.OK);
        (await Whoami(server, fresh.Text)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Key_ThatIsKilled_IsNotTakenForAnUnknownOne()
    {
        var time = new FakeTime();
        await using var server = await Server(time);
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        await api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/kill");
        await SpendTheLimit(server);

        (await Whoami(server, key.Text)).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
    }

    [Fact]
    public async Task UnknownKey_SentAgain_CostsNeitherALookUpNorAGuess()
    {
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var server = await Server(new FakeTime(), proxy: proxy);
        var key = KeyText.Make(OrganizationEnvironment.Live);
        (await Whoami(server, key)).Status.Should().Be(HttpStatusCode.Unauthorized);
        var messages = proxy.Record();

        for (var i = 0; i < 2 * PerMinute; i++)
            (await Whoami(server, key)).Status.Should().Be(HttpStatusCode.Unauthorized);

        messages.Should().NotContain(message => message.Sql != null && message.Sql.Contains("api_keys"));
    }

    [Fact]
    public async Task UnknownKey_ThatIsMadeMeanwhile_WorksWithinASecond()
    {
        var time = new FakeTime();
        await using var server = await Server(time);
        var text = KeyText.Make(OrganizationEnvironment.Live);
        (await Whoami(server, text)).Status.Should().Be(HttpStatusCode.Unauthorized);
        var made = await api.Given.AnotherKey([Scopes.Everything]);
        await api.Server.Database.Run(
            "update api_keys set key_id = $1, secret_hash = $2 where api_key_id = $3", text.KeyId, text.SecretHash, made.Key.Id.Value);

        time.Advance(TimeSpan.FromSeconds(1));

        (await Whoami(server, text)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WrongSecret_OfAKeyThatExists_IsNoGuess()
    {
        await using var server = await Server(new FakeTime());
        var wrong = $"lp_live_{api.Given.Key.Key.KeyId}_{new string('A', 43)}";

        for (var i = 0; i < 2 * PerMinute; i++)
            (await Whoami(server, wrong)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Addresses_ThatATrustedProxyNames_AreLimitedEachByItself()
    {
        await using var server = await Server(new FakeTime(), (Proxy, "127.0.0.1, ::1"));

        await SpendTheLimit(server, ("X-Forwarded-For", "203.0.113.1"));

        (await Guess(server, ("X-Forwarded-For", "203.0.113.1"))).Status.Should().Be(HttpStatusCode.TooManyRequests);
        (await Guess(server, ("X-Forwarded-For", "198.51.100.7, 203.0.113.1"))).Status.Should().Be(HttpStatusCode.TooManyRequests, "the first was named by the caller");
        (await Guess(server, ("X-Forwarded-For", "203.0.113.2"))).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Addresses_ThatAnybodyNames_AreNotBelieved()
    {
        await using var server = await Server(new FakeTime());

        await SpendTheLimit(server, ("X-Forwarded-For", "203.0.113.1"));

        (await Guess(server, ("X-Forwarded-For", "203.0.113.2"))).Status.Should().Be(HttpStatusCode.TooManyRequests);
    }

    private Task<ApiServer> Server(FakeTime time, (string Name, string Value)? setting = null, PostgresProxy? proxy = null)
    {
        var settings = new Dictionary<string, string?> { ["Layers:Keys:UnknownPerMinute"] = PerMinute.ToString() };
        if (setting is { } more)
            settings[more.Name] = more.Value;
        return ApiServer.Start(settings, api.Server.Database, api.Clock, time, proxy);
    }

    private static async Task SpendTheLimit(ApiServer server, params (string Name, string Value)[] headers)
    {
        for (var i = 0; i < PerMinute; i++)
            (await Guess(server, headers)).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    private static Task<Answer> Guess(ApiServer server, params (string Name, string Value)[] headers) =>
        Whoami(server, KeyText.Make(OrganizationEnvironment.Live).Reveal(), headers);

    private static Task<Answer> Whoami(ApiServer server, KeyText key) => Whoami(server, key.Reveal());

    private static async Task<Answer> Whoami(ApiServer server, string key, params (string Name, string Value)[] headers)
    {
        using var client = server.Client(key);
        return await client.GetJson("/v1/whoami", headers);
    }
}
