using System.Net;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class ScopeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> EndpointsWithScope => Endpoint.Names(endpoint => endpoint.Scope is not null);

    public static TheoryData<string> EndpointsWithoutScope => Endpoint.Names(endpoint => endpoint.Scope is null);

    [Theory]
    [MemberData(nameof(EndpointsWithScope))]
    public async Task Call_WithEveryScopeButTheOne_Returns403WithRequiredScope(string name)
    {
        var endpoint = Endpoint.Named(name);
        using var client = await api.Given.ClientWith([.. Scopes.BuiltIn.Where(scope => scope != endpoint.Scope)]);

        var answer = await endpoint.Call(client, Guid.NewGuid().ToString());

        answer.ShouldBeErrorJson(HttpStatusCode.Forbidden, $$"""
            { "code": "FORBIDDEN_SCOPE", "message": "This key lacks the scope {{endpoint.Scope}}.", "details": { "requiredScope": "{{endpoint.Scope}}" } }
            """);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithScope))]
    public async Task Call_WithJustTheScope_IsLetIn(string name)
    {
        var endpoint = Endpoint.Named(name);
        using var client = await api.Given.ClientWith(endpoint.Scope!);

        var answer = await endpoint.Call(client, Guid.NewGuid().ToString());

        answer.Status.Should().Be(endpoint.TakesId ? HttpStatusCode.NotFound : endpoint.Changes ? HttpStatusCode.Created : HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithoutScope))]
    public async Task Call_OfWhatAnyKeyMayDo_NeedsNoScope(string name)
    {
        using var client = await api.Given.ClientWith(Scopes.SocialRead);

        var answer = await Endpoint.Named(name).Call(client, Guid.NewGuid().ToString());

        var findsNothing = Endpoint.Named(name).TakesId || Endpoint.Named(name).IsForTestOrganizations;
        answer.Status.Should().Be(findsNothing ? HttpStatusCode.NotFound : HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Decide_WithAnyKeyOfTheOrganization_IsLetIn(string decision)
    {
        var id = await api.Given.Pending();
        using var client = await api.Given.ClientWith(Scopes.SocialRead);

        (await client.PostJson($"/v1/content/{id}/{decision}", new { reason = "Wrong logo." })).Status.Should().Be(HttpStatusCode.OK);
    }
}
