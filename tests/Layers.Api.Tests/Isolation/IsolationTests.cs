using System.Net;
using Layers.Api.Tests.Http;
using Layers.Application.Events;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>Another organization's things do not exist: nothing in an answer tells them from what nobody has. Walks the table of all endpoints.</summary>
public sealed class IsolationTests(IsolationFixture api) : IClassFixture<IsolationFixture>
{
    public static TheoryData<string> EndpointsWithId => Endpoint.Names(endpoint => endpoint.TakesId);

    public static TheoryData<string> EndpointsWithScope => Endpoint.Names(endpoint => endpoint.Scope is not null);

    public static TheoryData<string> Endpoints => Endpoint.Names();

    [Theory]
    [MemberData(nameof(EndpointsWithId))]
    public async Task Ids_OfAnotherOrganization_GetTheVeryAnswerOfIdsThatNobodyHas(string name)
    {
        var endpoint = Endpoint.Named(name);
        var stranger = (await api.Stranger).Client;
        var (victims, own) = (await api.Victims, await api.Strangers);
        var before = await DatabaseDigest.Take(api.Server.Database);

        foreach (var (withForeign, withUnknown) in own.MixedWith(victims, endpoint.Route))
        {
            var answer = await withForeign.Call(stranger, endpoint);
            answer.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
            Face(answer).Should().Be(Face(await withUnknown.Call(stranger, endpoint)));
            if (endpoint.Changes)
                (await withForeign.Call(stranger, endpoint, ("Idempotency-Key", Guid.NewGuid().ToString()))).Status.Should().Be(HttpStatusCode.NotFound);
        }

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Call_WithoutAKey_ChangesNothing(string name)
    {
        var victims = await api.Victims;
        using var nobody = api.Server.Client();
        var before = await DatabaseDigest.Take(api.Server.Database);

        (await victims.Call(nobody, Endpoint.Named(name))).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(EndpointsWithScope))]
    public async Task Call_WithEveryScopeButTheOne_ChangesNothingAndShowsNothing(string name)
    {
        var endpoint = Endpoint.Named(name);
        var victims = await api.Victims;
        using var client = await api.Given.ClientWith([.. Scopes.BuiltIn.Where(scope => scope != endpoint.Scope)]);
        var before = await DatabaseDigest.Take(api.Server.Database);

        var answer = await victims.Call(client, endpoint);

        answer.ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
        Face(answer).Should().Be(Face(await Ids.Unknown.Call(client, endpoint)));
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [InlineData("schedule")]
    [InlineData("publish")]
    public async Task Account_OfAnotherOrganizationInABody_GetsTheAnswerOfAnUnknownOne(string action)
    {
        var stranger = await api.Stranger;
        var container = await stranger.Uploaded(await stranger.Project());
        Task<Answer> Send(Ids ids) => stranger.Client.PostJson($"/v1/content/{container}/{action}", new
        {
            scheduledFor = "2030-01-01T00:00:00Z",
            targets = new[] { new { socialAccountId = ids["socialAccountId"], mode = "publish" } },
        });
        var victims = await api.Victims;
        var before = await DatabaseDigest.Take(api.Server.Database);

        var answer = await Send(victims);

        answer.ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
        Face(answer).Should().Be(Face(await Send(Ids.Unknown)));
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Fact]
    public async Task Account_OfAnotherOrganizationInAFilter_GetsTheAnswerOfAnUnknownOne()
    {
        var stranger = (await api.Stranger).Client;
        var project = (await api.Strangers)["projectId"];
        Task<Answer> List(Ids ids) => stranger.GetJson($"/v1/projects/{project}/scheduled-posts?socialAccountId={ids["socialAccountId"]}");

        Face(await List(await api.Victims)).Should().Be(Face(await List(Ids.Unknown)));
    }

    [Theory]
    [InlineData("/v1/projects?limit=200")]
    [InlineData("/v1/projects?search=Acme")]
    [InlineData("/v1/events?limit=200")]
    [InlineData("/v1/audit-log?limit=200")]
    [InlineData("/v1/webhook-endpoints?limit=200")]
    [InlineData("/v1/api-keys?limit=200&status=active&status=killed&status=deleted")]
    public async Task Lists_ShowNothingOfAnotherOrganization(string address)
    {
        var victims = await api.Victims;
        await api.Strangers;
        await api.Server.Send(new PositionEvents());

        var seen = await (await api.Stranger).Client.GetJson(address);

        seen.Status.Should().Be(HttpStatusCode.OK);
        seen.Json["items"]!.AsArray().Should().NotBeEmpty("there is something of its own");
        seen.Body.Should().NotContainAny(victims.ByName.Values.Select(id => id.Uuid().ToString()));
    }

    [Fact]
    public async Task Cursor_OfAnotherOrganization_IsRefused()
    {
        await api.Victims;
        await api.Given.Project("Newer");
        await api.Strangers;
        var cursor = (await api.Client.GetJson("/v1/projects?limit=1")).Text("nextCursor");
        var stranger = (await api.Stranger).Client;

        var seen = await stranger.GetJson($"/v1/projects?cursor={cursor}");

        seen.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
    }

    /// <summary>All that can be seen of an answer, but for the request id.</summary>
    private static string Face(Answer answer)
    {
        var names = answer.Headers.Concat(answer.ContentHeaders).Select(header => header.Key).Order(StringComparer.Ordinal);
        return $"{(int)answer.Status}\n{string.Join('\n', names)}\n{answer.ContentHeaders.ContentType}\n{answer.Body.Replace(answer.Header("X-Request-Id")!, "")}";
    }
}
