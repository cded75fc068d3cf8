using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

public sealed class IdsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string AnyUuid = "019d9ff6-4c60-7d09-bd29-871e23dc3d12";

    public static TheoryData<string> EndpointsWithId => Endpoint.Names(endpoint => endpoint.TakesId);

    [Fact]
    public async Task Call_WithBareId_AnswersThePrefixedOne()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);
        var (bareProject, bareContainer) = (project[4..], container[4..]);

        (await api.Client.GetJson($"/v1/projects/{bareProject}")).Text("id").Should().Be(project);
        (await api.Client.GetJson($"/v1/projects/{bareProject}/approval-policy")).Text("projectId").Should().Be(project);
        (await api.Client.PatchJson($"/v1/projects/{bareProject}/approval-policy", new { firstNPostsBlocked = 2 })).Text("projectId").Should().Be(project);
        ((string?)(await api.Client.GetJson($"/v1/projects/{bareProject}/content")).Json["items"]![0]!["id"]).Should().Be(container);
        (await api.Client.GetJson($"/v1/content/{bareContainer}")).Text("projectId").Should().Be(project);
        (await api.Client.PatchJson($"/v1/content/{bareContainer}", new { caption = "New." })).Text("id").Should().Be(container);
        (await api.Client.PostJson($"/v1/content/{bareContainer}/approve")).Text("id").Should().Be(container);
    }

    [Fact]
    public async Task Ids_AreOurPrefixAndALowerCaseUuidOfVersion7()
    {
        var project = await api.Given.Project();
        var (container, _) = await api.Given.StartedUpload(project, Given.Picture());

        project.Should().MatchRegex("^prj_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        container.Should().MatchRegex("^cnt_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
    }

    [Theory]
    [MemberData(nameof(EndpointsWithId))]
    public async Task Call_WithWhatIsNoIdOfItsKind_Returns404(string name)
    {
        var endpoint = Endpoint.Named(name);
        var wrongPrefix = endpoint.Prefix == "prj_" ? "cnt_" : "prj_";
        string[] ids =
        [
            AnyUuid, wrongPrefix + AnyUuid, "org_" + AnyUuid, AnyUuid[..^1], AnyUuid + "0", "garbage", "1", "null", "%E2%80%8B",
            AnyUuid.Replace("-", "", StringComparison.Ordinal), $"%7B{AnyUuid}%7D", "%F0%9F%92%A9", "'%20or%20''%3D'", new string('a', 2_000),
        ];

        foreach (var id in ids)
        {
            var answer = await endpoint.Call(api.Client, id);

            answer.ShouldBeErrorJson(HttpStatusCode.NotFound, $$"""{ "code": "NOT_FOUND", "message": "{{endpoint.Noun}} not found." }""");
        }
    }

    [Theory]
    [InlineData("{0}", HttpStatusCode.OK)]
    [InlineData("prj_{0}", HttpStatusCode.OK)]
    [InlineData("PRJ_{0}", HttpStatusCode.OK)]
    [InlineData("prj_prj_{0}", HttpStatusCode.NotFound)]
    [InlineData("cnt_{0}", HttpStatusCode.NotFound)]
    [InlineData("%20{0}", HttpStatusCode.NotFound)]
    [InlineData("prj_%20{0}", HttpStatusCode.NotFound)]
    [InlineData("{0}%20", HttpStatusCode.NotFound)]
    [InlineData("%7B{0}%7D", HttpStatusCode.NotFound)]
    public async Task Call_WithIdThatExists_TakesItWithOrWithoutPrefixOnly(string spelling, HttpStatusCode status)
    {
        var project = await api.Given.Project();

        var answer = await api.Client.GetJson($"/v1/projects/{string.Format(spelling, project[4..])}");

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Call_WithIdInUpperCase_AnswersTheSame()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);
        var (uuid, upper) = (container[4..].ToUpperInvariant(), container.ToUpperInvariant());

        foreach (var spelling in new[] { uuid, $"cnt_{uuid}", upper })
            (await api.Client.GetJson($"/v1/content/{spelling}")).Text("id").Should().Be(container);
        (await api.Client.GetJson($"/v1/audit-log?projectId={project.ToUpperInvariant()}")).Json["items"]!.AsArray().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Decide_WithIdInUpperCase_DecidesItOnceAndAnswersOurs()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);
        var ids = new[] { container.ToUpperInvariant(), container };

        var answer = await api.Client.PostJson(
            $"/v1/projects/{project.ToUpperInvariant()}/content/decisions", new { decisions = ids.Select(id => new { id, action = "approve" }) });

        var results = answer.Json["results"]!.AsArray();
        results.Select(result => (string?)result!["id"]).Should().Equal(container, container);
        results.Select(result => (int)result!["status"]!).Should().Equal(200, 409);
    }

    [Fact]
    public async Task Schedule_WithAccountInUpperCase_PostsToIt()
    {
        var project = await api.Given.Project();
        var container = await api.Given.Uploaded(project);
        var account = await api.Given.Account(project);

        var targets = new[] { new { socialAccountId = account.ToUpperInvariant(), mode = "publish" } };
        var answer = await api.Client.PostJson($"/v1/content/{container}/publish", new { targets });

        ((string?)answer.Json["scheduledPosts"]![0]!["socialAccountId"]).Should().Be(account);
    }

    [Fact]
    public async Task Put_ToAnUploadAddressInUpperCase_TakesTheBytes()
    {
        var (container, address) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());

        var answer = await api.Client.PutBytes(address.Replace(container, container.ToUpperInvariant(), StringComparison.Ordinal), Given.Picture(), "image/jpeg");

        answer.Status.Should().Be(HttpStatusCode.NoContent);
    }
}
