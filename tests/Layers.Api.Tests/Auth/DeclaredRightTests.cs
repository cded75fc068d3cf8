using System.Net;
using System.Reflection;
using Layers.Api.Auth;
using Layers.Domain.Keys;
using Layers.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Auth;

public sealed class DeclaredRightTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Server_WithAnActionThatNamesNoScope_DoesNotStart_AndNamesIt()
    {
        var start = () => StartWith<SilentController>();

        var failure = (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;
        failure.Should().Contain("SilentController.Get").And.NotContain("SpeakingController").And.NotContain("WhoamiController");
    }

    [Fact]
    public async Task Server_WithActionsThatNameTheirScopeOrTakeAnyKey_Starts()
    {
        await using var server = await StartWith<SpeakingController>();
        using var plain = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {api.Given.Key.Text.Reveal()}" } } };
        using var weak = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {(await api.Given.AnotherKey(["audit:read"])).Text.Reveal()}" } } };
        using var nobody = new HttpClient { BaseAddress = server.Address };

        (await Statuses(plain)).Should().Equal(HttpStatusCode.OK, HttpStatusCode.OK);
        (await Statuses(weak)).Should().Equal(HttpStatusCode.Forbidden, HttpStatusCode.OK);
        (await Statuses(nobody)).Should().Equal(HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AddressThatWasMappedWithoutARight_IsRefusedToEverybody()
    {
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, extend: app => app.MapGet("/v1/silent", () => "secret"));
        using var client = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {api.Given.Key.Text.Reveal()}" } } };
        using var nobody = new HttpClient { BaseAddress = server.Address };

        using var refused = await client.GetAsync("/v1/silent");
        using var unknown = await nobody.GetAsync("/v1/silent");

        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("FORBIDDEN_SCOPE").And.NotContain("secret");
        unknown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/v1/whoami", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/openapi/v1.json", HttpStatusCode.OK)]
    public async Task WhatHasNoRight_BecauseItNeedsNone_IsAnsweredAsBefore(string method, string path, HttpStatusCode status)
    {
        using var nobody = new HttpClient { BaseAddress = api.Server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        (await nobody.SendAsync(request)).StatusCode.Should().Be(status);
    }

    private static async Task<IReadOnlyList<HttpStatusCode>> Statuses(HttpClient client) =>
        [(await client.GetAsync("/v1/speaking/scoped")).StatusCode, (await client.GetAsync("/v1/speaking/any")).StatusCode];

    private Task<ApiServer> StartWith<TController>() =>
        ApiServer.Start(
            database: api.Server.Database,
            clock: api.Clock,
            replace: services => services.AddControllers().ConfigureApplicationPartManager(parts => parts.ApplicationParts.Add(new OneType(typeof(TController)))));

    private sealed class OneType(Type type) : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => type.Name;

        public IEnumerable<TypeInfo> Types => [type.GetTypeInfo()];
    }
}

// MVC finds no controller that is nested in another class.
[Route("v1/silent")]
public sealed class SilentController : ControllerBase
{
    [HttpGet]
    public IActionResult Get() => Ok("secret");
}

[Route("v1/speaking")]
public sealed class SpeakingController : ControllerBase
{
    [HttpGet("scoped")]
    [RequireScope(Scopes.ContentRead)]
    public IActionResult Scoped() => Ok("for some");

    [HttpGet("any")]
    [AnyKey]
    public IActionResult Any() => Ok("for any");
}
