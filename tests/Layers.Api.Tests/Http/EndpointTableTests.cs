using Layers.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Http;

public sealed class EndpointTableTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] WithoutKey =
    [
        "PUT /v1/uploads/{containerId}/{ordinal:int}", "GET /media/{**path}", "HEAD /media/{**path}",
        "GET /health/live", "HEAD /health/live", "GET /health/ready", "HEAD /health/ready", "GET /openapi/v1.json", "GET /", "HEAD /",
    ];

    [Fact]
    public void Endpoints_AreAllInTheTableThatOtherTestsWalk()
    {
        var routes = api.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{route.RoutePattern.RawText}"));

        routes.Except(WithoutKey).Should().BeEquivalentTo(Endpoint.All.Select(endpoint => endpoint.ToString()));
    }
}
