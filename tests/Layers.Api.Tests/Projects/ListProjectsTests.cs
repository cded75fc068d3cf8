using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Projects;

public sealed class ListProjectsTests(ProjectShelf shelf) : IClassFixture<ProjectShelf>
{
    [Theory]
    [InlineData("", "Straße 100%, Blue Bottle, acme tea, Acme Coffee")]
    [InlineData("search=acme", "acme tea, Acme Coffee")]
    [InlineData("search=ACME%20C", "Acme Coffee")]
    [InlineData("search=%25", "Straße 100%")]
    [InlineData("search=_", "")]
    [InlineData("search=stra%C3%9Fe", "Straße 100%")]
    [InlineData("search=nobody", "")]
    [InlineData("customerExternalId=c-1", "Blue Bottle, Acme Coffee")]
    [InlineData("customerExternalId=C-1", "")]
    [InlineData("customerExternalId=c-1&search=blue", "Blue Bottle")]
    [InlineData("status=active", "Straße 100%, Blue Bottle, Acme Coffee")]
    [InlineData("status=archived", "acme tea")]
    [InlineData("status=active&status=archived", "Straße 100%, Blue Bottle, acme tea, Acme Coffee")]
    [InlineData("status=archived&search=blue", "")]
    [InlineData("limit=1", "Straße 100%")]
    public async Task List_WithFilters_ShowsWhatFitsThemAllNewestFirst(string query, string expected)
    {
        var page = await shelf.Client.GetJson($"/v1/projects?{query}");

        string.Join(", ", page.Json["items"]!.AsArray().Select(project => (string?)project!["name"])).Should().Be(expected);
    }

    [Fact]
    public async Task List_ShowsEachProjectAsGetDoes()
    {
        var page = (await shelf.Client.GetJson("/v1/projects?search=blue")).Json;

        var one = await shelf.Client.GetJson($"/v1/projects/{(string)page["items"]![0]!["id"]!}");
        page["items"]![0]!.ToJsonString().Should().Be(one.Json.ToJsonString());
    }

    [Fact]
    public async Task List_ByPages_SeesEveryProjectOnce()
    {
        var first = await shelf.Client.GetJson("/v1/projects?limit=3");
        var second = await shelf.Client.GetJson($"/v1/projects?limit=3&cursor={first.Text("nextCursor")}");

        first.Json["items"]!.AsArray().Should().HaveCount(3);
        second.Json["items"]!.AsArray().Select(project => (string?)project!["name"]).Should().Equal("Acme Coffee");
        second.Json["nextCursor"].Should().BeNull();
    }

    [Theory]
    [InlineData("status=closed", "status")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("search=%00", "search")]
    public async Task List_WithBadParameter_Returns422(string query, string path) =>
        (await shelf.Client.GetJson($"/v1/projects?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);

    [Fact]
    public async Task List_OfNewOrganization_IsEmpty() =>
        (await (await Given.Organization(shelf.Server)).Client.GetJson("/v1/projects"))
            .ShouldBeJson(HttpStatusCode.OK, """{ "items": [], "nextCursor": null }""");
}

public sealed class ProjectShelf : ApiFixture, IAsyncLifetime
{
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await Put("Acme Coffee", "c-1");
        var archived = await Put("acme tea", "c-2");
        await Put("Blue Bottle", "c-1");
        await Put("Straße 100%", externalId: null);
        await Client.DeleteJson($"/v1/projects/{archived}");
    }

    private async Task<string> Put(string name, string? externalId)
    {
        var project = await Client.PostJson("/v1/projects", new { name, customerExternalId = externalId });
        Clock.Advance(Duration.FromSeconds(1));
        return project.Text("id");
    }
}
