using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Social;

public sealed class ListAccountsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_ShowsTheProjectsAccountsNewestFirst()
    {
        var project = await api.Given.Project();
        await api.Given.Account(await api.Given.Project());
        var first = await api.Given.Account(project, "tiktok", "@first");
        api.Clock.Advance(Duration.FromSeconds(1));
        var second = await api.Given.Account(project, "instagram", "@second");

        var answer = await api.Client.GetJson(Accounts(project));

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "items": [
                { "socialAccountId": "{{second}}", "projectId": "{{project}}", "platform": "instagram", "handle": "@second", "publisher": "sandbox",
                  "settings": {}, "status": "connected", "createdAt": "{{api.Now()}}", "disconnectedAt": null },
                { "socialAccountId": "{{first}}", "projectId": "{{project}}", "platform": "tiktok", "handle": "@first", "publisher": "sandbox",
                  "settings": {}, "status": "connected", "createdAt": "{{api.In(Duration.FromSeconds(-1))}}", "disconnectedAt": null }],
              "nextCursor": null }
            """);
    }

    [Fact]
    public async Task List_IsFilteredByPlatformAndStatus()
    {
        var project = await api.Given.Project();
        var (tiktok, instagram, gone) = (await api.Given.Account(project), await api.Given.Account(project, "instagram"), await api.Given.Account(project));
        await api.Client.DeleteJson($"{Accounts(project)}/{gone}");

        (await Ids(project, "platform=instagram")).Should().Equal(instagram);
        (await Ids(project, "platform=instagram&platform=tiktok")).Should().HaveCount(3);
        (await Ids(project, "status=disconnected")).Should().Equal(gone);
        (await Ids(project, "status=connected&platform=tiktok")).Should().Equal(tiktok);
        (await Ids(project, "status=reauth_required")).Should().BeEmpty();
    }

    [Fact]
    public async Task List_WalksToTheEndAndSeesEachAccountOnce()
    {
        var project = await api.Given.Project();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
            made.Add(await api.Given.Account(project)); // All in the same millisecond: the id decides.

        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await api.Client.GetJson($"{Accounts(project)}?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Json["items"]!.AsArray().Select(item => (string)item!["socialAccountId"]!));
            cursor = (string?)page.Json["nextCursor"];
        }
        while (cursor is not null);

        seen.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(made);
    }

    [Fact]
    public async Task List_Shows50UnlessAskedForUpTo200()
    {
        var project = await api.Given.Project();
        await api.Given.Account(project);
        await api.Server.Database.Run(CopyAccount, project.Uuid());

        (await Ids(project, "")).Should().HaveCount(50);
        (await Ids(project, "limit=200")).Should().HaveCount(200);
    }

    [Theory]
    [InlineData("platform=myspace", "platform")]
    [InlineData("status=gone&limit=0", "status", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("cursor=!", "cursor")]
    public async Task List_WithABadParameter_NamesIt(string query, params string[] paths)
    {
        var project = await api.Given.Project();

        (await api.Client.GetJson($"{Accounts(project)}?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, paths);
    }

    [Fact]
    public async Task List_OfAnotherOrganizationsProject_Is404()
    {
        var stranger = await Given.Organization(api.Server);

        (await stranger.Client.GetJson(Accounts(await api.Given.Project()))).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private const string CopyAccount =
        """
        insert into social_accounts
        select organization_id, gen_random_uuid(), project_id, platform, handle, publisher, relay_url, status, created_at, disconnected_at
        from social_accounts, generate_series(1, 200) where project_id = $1
        """;

    private async Task<List<string>> Ids(string project, string query)
    {
        var answer = await api.Client.GetJson($"{Accounts(project)}?{query}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return [.. answer.Json["items"]!.AsArray().Select(item => (string)item!["socialAccountId"]!)];
    }

    private static string Accounts(string project) => $"/v1/projects/{project}/social-accounts";
}
