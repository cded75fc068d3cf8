using System.Net;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class AuthenticationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Endpoints => Endpoint.Names();

    private string Key => api.Given.Key.Text.Reveal();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Call_WithoutKey_Returns401AndSaysHowToAsk(string name)
    {
        using var nobody = api.Server.Client();

        var answer = await Endpoint.Named(name).Call(nobody, Guid.NewGuid().ToString());

        Should401(answer);
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("bEaReR   ")]
    public async Task Call_WithKey_Answers200(string scheme) =>
        (await Call($"{scheme}{Key}")).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task Call_WithAnotherScheme_Returns401()
    {
        Should401(await Call(Key));
        Should401(await Call($"Basic {Key}"));
        Should401(await Call($"Token {Key}"));
        Should401(await Call("Bearer"));
        Should401(await Call("Bearer "));
        Should401(await Call($"Bearers {Key}"));
        Should401(await Call($"Bearer={Key}"));
        Should401(await Call($"Bearer, {Key}"));
    }

    [Fact]
    public async Task Call_WithKeyElsewhereThanInTheHeader_Returns401()
    {
        using var nobody = api.Server.Client();

        Should401(await nobody.GetJson($"/v1/whoami?apiKey={Key}&access_token={Key}"));
        Should401(await nobody.GetJson("/v1/whoami", ("X-Api-Key", Key)));
        Should401(await nobody.GetJson("/v1/whoami", ("Cookie", $"Authorization=Bearer {Key}")));
    }

    [Fact]
    public async Task Call_WithMalformedKey_Returns401()
    {
        var keyId = api.Given.Key.Key.KeyId;
        Should401(await Call("Bearer garbage"));
        Should401(await Call($"Bearer {Key[..^1]}"));
        Should401(await Call($"Bearer {Key}A"));
        Should401(await Call($"Bearer {Key.Replace("lp_", "LP_", StringComparison.Ordinal)}"));
        Should401(await Call($"Bearer {Key.Replace("lp_live_", "lp_prod_", StringComparison.Ordinal)}"));
        Should401(await Call($"Bearer {Key.Replace(keyId, keyId.ToLowerInvariant(), StringComparison.Ordinal)}"));
        Should401(await Call($"Bearer {Key.Replace($"{keyId}_", $"{keyId}.", StringComparison.Ordinal)}"));
        Should401(await Call($"Bearer {Key[..^1]}="));
        Should401(await Call($"Bearer {Key}, Bearer {Key}"));
        Should401(await Call($"Bearer {new string('A', 6_000)}"));
    }

    [Fact]
    public async Task Call_WithUnknownKey_Returns401()
    {
        var stranger = KeyText.Make(OrganizationEnvironment.Live).Reveal();

        Should401(await Call($"Bearer {stranger}"));
    }

    [Fact]
    public async Task Call_WithWrongSecret_Returns401()
    {
        var stranger = KeyText.Make(OrganizationEnvironment.Live).Reveal();

        Should401(await Call($"Bearer {Key[..^43]}{stranger[^43..]}"));
        Should401(await Call($"Bearer {Key[..^1]}{(Key[^1] == 'A' ? 'B' : 'A')}"));
    }

    [Fact]
    public async Task Call_WithTheOtherEnvironmentsPrefix_Returns401()
    {
        Should401(await Call($"Bearer {Key.Replace("lp_live_", "lp_test_", StringComparison.Ordinal)}"));

        var tester = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var key = tester.Key.Text.Reveal();
        key.Should().StartWith("lp_test_");
        (await Call($"Bearer {key}")).Status.Should().Be(HttpStatusCode.OK);
        Should401(await Call($"Bearer {key.Replace("lp_test_", "lp_live_", StringComparison.Ordinal)}"));
    }

    [Fact]
    public async Task Call_WithRefusedKey_NeverEchoesIt()
    {
        var answer = await Call($"Bearer {Key[..^1]}");

        answer.Body.Should().NotContain(Key[^43..^1]).And.NotContain(api.Given.Key.Key.KeyId);
    }

    private async Task<Answer> Call(string authorization)
    {
        using var nobody = api.Server.Client();
        return await nobody.GetJson("/v1/whoami", ("Authorization", authorization));
    }

    private static void Should401(Answer answer)
    {
        answer.ShouldBeErrorJson(HttpStatusCode.Unauthorized, """
            { "code": "UNAUTHENTICATED", "message": "A valid API key is needed: Authorization: Bearer lp_…" }
            """);
        answer.Header("WWW-Authenticate").Should().Be("Bearer");
    }
}
