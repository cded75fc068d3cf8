using System.Net;
using Layers.Api.Tests.Http;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class TenancyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> EndpointsWithId => Endpoint.Names(endpoint => endpoint.TakesId);

    [Theory]
    [MemberData(nameof(EndpointsWithId))]
    public async Task Call_WithAnotherOrganizationsId_GetsTheVeryAnswerOfAnUnknownId(string name)
    {
        var endpoint = Endpoint.Named(name);
        var project = await api.Given.Project();
        var foreign = await IdIn(project, endpoint.Prefix);
        var stranger = await Given.Organization(api.Server);

        var answer = await endpoint.Call(stranger.Client, foreign, project);

        var unknown = await endpoint.Call(stranger.Client, endpoint.Prefix + Guid.NewGuid(), project);
        answer.ShouldBeErrorJson(HttpStatusCode.NotFound, $$"""{ "code": "NOT_FOUND", "message": "{{endpoint.Noun}} not found." }""");
        WithoutRequestId(answer).Should().Be(WithoutRequestId(unknown));
        answer.ContentHeaders.ToString().Should().Be(unknown.ContentHeaders.ToString());
    }

    [Fact]
    public async Task ListProjects_ShowsOnesOwnOnly()
    {
        await api.Given.Project("Ours");
        var stranger = await Given.Organization(api.Server);
        var theirs = await stranger.Project("Theirs");

        var answer = await stranger.Client.GetJson("/v1/projects");

        answer.Json["items"]!.AsArray().Select(project => (string?)project!["id"]).Should().Equal(theirs);
    }

    private async Task<string> IdIn(string project, string prefix) =>
        prefix switch
        {
            "prj_" => project,
            "cnt_" => await api.Given.Uploaded(project),
            "sa_" => await api.Given.Account(project),
            _ => await api.Given.Scheduled(project),
        };

    private static string WithoutRequestId(Answer answer) => answer.Body.Replace(answer.Header("X-Request-Id")!, "", StringComparison.Ordinal);
}
