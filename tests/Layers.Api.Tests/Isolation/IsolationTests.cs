using System.Net;
using System.Text.Json;
using Layers.Application.Events;
using Layers.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Isolation;

/// <summary>Another organization's things do not exist: nothing in an answer tells them from what nobody has.</summary>
public sealed class IsolationTests(IsolationFixture api) : IClassFixture<IsolationFixture>
{
    public static TheoryData<string> Addressed => Matrix.Addressed;

    [Fact]
    public void Matrix_HasARowForEveryEndpoint()
    {
        var endpoints =
            from endpoint in api.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
            select $"{method} {endpoint.RoutePattern.RawText}";

        endpoints.Should().BeEquivalentTo(Matrix.Rows.Keys.Concat(Matrix.WithoutKey));
    }

    [Theory]
    [MemberData(nameof(Addressed))]
    public async Task Ids_OfAnotherOrganization_AreAnsweredLikeIdsThatNobodyHas(string endpoint)
    {
        var stranger = (await api.Stranger).Client;
        var (victims, own) = (await api.Own, await api.Strangers);
        foreach (var (mixed, unknown) in own.MixedWith(victims, endpoint))
        {
            var before = await DatabaseDigest.Take(api.Server.Database);
            var foreign = await stranger.Call(endpoint, mixed);
            var nobodys = await stranger.Call(endpoint, unknown);
            var after = await DatabaseDigest.Take(api.Server.Database);

            foreign.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
            Face(foreign).Should().Be(Face(nobodys));
            after.Should().Equal(before);
        }
    }

    [Theory]
    [MemberData(nameof(Addressed))]
    public async Task Ids_OfAnotherOrganizationInABodyOrQuery_AreAnsweredLikeIdsThatNobodyHas(string endpoint)
    {
        if (Matrix.Rows[endpoint] is { Body: null, Query: null })
            return;
        var stranger = (await api.Stranger).Client;
        var own = await api.Strangers;
        var victims = await api.Own;
        if (Names(endpoint, victims) == Names(endpoint, own))
            return;

        var before = await DatabaseDigest.Take(api.Server.Database);
        var foreign = await stranger.Call(endpoint, own, victims);
        var nobodys = await stranger.Call(endpoint, own, Ids.Unknown);

        Face(foreign).Should().Be(Face(nobodys));
        foreign.Body.Should().NotContainAny(victims.ProjectId, victims.ContainerId, victims.ScheduledPostId);
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(Addressed))]
    public async Task Ids_OfAnotherOrganizationWithAnIdempotencyKey_KeepNothing(string endpoint)
    {
        var stranger = (await api.Stranger).Client;
        var victims = await api.Own;
        var parts = endpoint.Split(' ');
        var body = Matrix.Rows[endpoint].Body?.Invoke(victims);

        var before = await DatabaseDigest.Take(api.Server.Database);
        var answer = await stranger.Call(HttpMethod.Parse(parts[0]), "/" + victims.In(parts[1]), Sending.Json(body), ("Idempotency-Key", "stranger"));

        answer.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [InlineData("/v1/projects")]
    [InlineData("/v1/projects?search=Acme")]
    [InlineData("/v1/events")]
    public async Task Lists_ShowNothingOfAnotherOrganization(string address)
    {
        var victims = await api.Own;
        await api.Strangers;
        await api.Server.Send(new PositionEvents());

        var seen = await (await api.Stranger).Client.GetJson(address);

        seen.Status.Should().Be(HttpStatusCode.OK);
        seen.Json["items"]!.AsArray().Should().NotBeEmpty("there is something of its own");
        foreach (var id in new[] { victims.ProjectId, victims.ContainerId, victims.ScheduledPostId, victims.SocialAccountId })
            seen.Body.Should().NotContain(id);
    }

    [Fact]
    public async Task Cursor_OfAnotherOrganization_LeadsNowhereBeyondOnesOwn()
    {
        await api.Own;
        await api.Given.Project("Newer");
        var own = await api.Strangers;
        var cursor = (await api.Client.GetJson("/v1/projects?limit=1")).Text("nextCursor");

        var seen = await (await api.Stranger).Client.GetJson($"/v1/projects?cursor={cursor}");

        seen.Json["items"]!.AsArray().Select(item => (string?)item!["id"]).Should().BeSubsetOf([own.ProjectId]);
    }

    private static string Names(string endpoint, Ids ids)
    {
        var row = Matrix.Rows[endpoint];
        return row.Query?.Invoke(ids) + JsonSerializer.Serialize(row.Body?.Invoke(ids));
    }

    /// <summary>All that can be seen of an answer, but for the request id and the time.</summary>
    private static string Face(Answer answer)
    {
        var names = answer.Headers.Concat(answer.ContentHeaders).Select(header => header.Key).Order(StringComparer.Ordinal);
        var body = answer.Header("X-Request-Id") is { } requestId ? answer.Body.Replace(requestId, "") : answer.Body;
        return $"{(int)answer.Status}\n{string.Join('\n', names)}\n{body}";
    }
}
