using Layers.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Http;

public sealed class EndpointTableTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] WithoutKey =
    [
        "PUT /v1/uploads/{containerId}/{ordinal:int}", "GET /media/{**path}",
        "GET /health/live", "GET /health/ready", "GET /openapi/v1.json", "GET /",
    ];

    private IEnumerable<string> Routes =>
        api.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{route.RoutePattern.RawText}"));

    [Fact]
    public void Head_IsTakenWhereGetIs_AndNowhereElse()
    {
        var heads = Routes.Where(route => route.StartsWith("HEAD ", StringComparison.Ordinal));
        var gets = Routes.Where(route => route.StartsWith("GET ", StringComparison.Ordinal));

        heads.Select(head => head["HEAD ".Length..]).Should().BeEquivalentTo(gets.Select(get => get["GET ".Length..]));
    }

    [Fact]
    public void Endpoints_AreAllInTheTableThatOtherTestsWalk()
    {
        var routes = Routes.Where(route => !route.StartsWith("HEAD ", StringComparison.Ordinal));

        routes.Except(WithoutKey).Should().BeEquivalentTo(Endpoint.All.Select(endpoint => endpoint.ToString()));
    }
}
