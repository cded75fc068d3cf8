using System.Net;
using System.Text.Json.Nodes;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Scheduling;

public sealed class ListPostsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_ShowsTheLatestHourFirstAsGetShowsThem()
    {
        var scene = await api.Open();
        var (early, late, middle) = (await Scheduled(scene, 1), await Scheduled(scene, 3), await Scheduled(scene, 2));
        await api.QueuedPost(await api.Open());

        var answer = await api.Client.GetJson(Posts(scene));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json["nextCursor"].Should().BeNull();
        var items = answer.Json["items"]!.AsArray();
        items.Select(item => (string?)item!["id"]).Should().Equal(late, middle, early);
        JsonNode.DeepEquals(items[0], await api.Post(late)).Should().BeTrue();
    }

    [Fact]
    public async Task List_IsFilteredByStatusAndAccount()
    {
        var scene = await api.Open();
        var other = scene with { Account = await api.Given.Account(scene.Project, "instagram") };
        var (queued, canceled, elsewhere) = (await Scheduled(scene, 2), await Scheduled(scene, 3), await Scheduled(other, 4));
        await api.Client.DeleteJson($"/v1/scheduled-posts/{canceled}");
        var published = await Scheduled(scene, 1);
        await api.DispatchInAnHour();

        (await Ids(scene, "status=queued")).Should().Equal(elsewhere, queued);
        (await Ids(scene, "status=canceled&status=published")).Should().Equal(canceled, published);
        (await Ids(scene, $"socialAccountId={scene.Account}")).Should().Equal(canceled, queued, published);
        (await Ids(scene, $"socialAccountId={other.Account.Uuid()}&status=queued")).Should().Equal(elsewhere);
        (await Ids(scene, $"socialAccountId=sa_{Guid.NewGuid()}")).Should().BeEmpty();
    }

    [Fact]
    public async Task List_TakesBothEndsOfTheTimeRange()
    {
        var scene = await api.Open();
        var posts = new[] { await Scheduled(scene, 1), await Scheduled(scene, 2), await Scheduled(scene, 3) };
        var second = api.In(Duration.FromHours(2));

        (await Ids(scene, $"since={second}")).Should().Equal(posts[2], posts[1]);
        (await Ids(scene, $"until={second}")).Should().Equal(posts[1], posts[0]);
        (await Ids(scene, $"since={second}&until={second}")).Should().Equal(posts[1]);
        (await Ids(scene, $"since={api.In(Duration.FromHours(2) + Duration.FromMilliseconds(1))}&until={second}")).Should().BeEmpty();
    }

    [Fact]
    public async Task List_WalksToTheEndAndSeesEachPostOnceWhateverIsInsertedMeanwhile()
    {
        var scene = await api.Open();
        var ids = (await api.Schedule(scene, targets: 11)).PostIds().ToList(); // All for the same hour: the id decides.

        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await api.Client.GetJson($"{Posts(scene)}?limit=4&until={api.In(Steps.Hour)}{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Json["items"]!.AsArray().Select(item => (string)item!["id"]!));
            cursor = (string?)page.Json["nextCursor"];
            await Scheduled(scene, 2);
        }
        while (cursor is not null);

        seen.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(ids);
    }

    [Fact]
    public async Task List_Shows50UnlessAskedForUpTo100()
    {
        var scene = await api.Open();
        await api.Schedule(scene, targets: 50);
        (await api.Client.GetJson(Posts(scene))).Json["nextCursor"].Should().BeNull();
        await api.Schedule(scene, targets: 50);

        (await Ids(scene, "")).Should().HaveCount(50);
        (await Ids(scene, "limit=100")).Should().HaveCount(100);
    }

    [Theory]
    [InlineData("status=sent", "status")]
    [InlineData("status=queued&status=", "status")]
    [InlineData("socialAccountId=cnt_0197a2b4-0000-7000-8000-000000000000", "socialAccountId")]
    [InlineData("since=today&until=tomorrow", "since", "until")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    public async Task List_WithABadParameter_NamesIt(string query, params string[] paths)
    {
        var scene = await api.Open();

        (await api.Client.GetJson($"{Posts(scene)}?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, paths);
    }

    [Fact]
    public async Task ListAndGet_OfAnotherOrganization_Are404()
    {
        var scene = await api.Open();
        var post = await api.QueuedPost(scene);
        var stranger = await Given.Organization(api.Server);

        (await stranger.Client.GetJson(Posts(scene))).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await stranger.Client.GetJson($"/v1/scheduled-posts/{post}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await api.Client.GetJson($"/v1/scheduled-posts/{scene.Container}")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task ListAndGet_NeedTheirScope()
    {
        var scene = await api.Open();
        var post = await api.QueuedPost(scene);
        using var writer = await api.Given.ClientWith("publish:write");

        (await writer.GetJson(Posts(scene))).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
        (await writer.GetJson($"/v1/scheduled-posts/{post}")).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
    }

    private static string Posts(Scene scene) => $"/v1/projects/{scene.Project}/scheduled-posts";

    private async Task<string> Scheduled(Scene scene, int hours)
    {
        var body = new { scheduledFor = (api.Clock.Now() + Duration.FromHours(hours)).Text(), targets = new[] { Steps.To(scene.Account) } };
        return (await api.Schedule(scene.Container, body)).PostIds().Single();
    }

    private async Task<List<string>> Ids(Scene scene, string query)
    {
        var answer = await api.Client.GetJson($"{Posts(scene)}?{query}");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        return [.. answer.Json["items"]!.AsArray().Select(item => (string)item!["id"]!)];
    }
}
