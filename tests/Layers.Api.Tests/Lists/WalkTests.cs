using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Lists;

/// <summary>
/// A walk to the end sees every row that was there when it began exactly once, whatever happens meanwhile. The clock stands still, so that rows
/// made together are made in the same millisecond.
/// </summary>
public sealed class WalkTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Milliseconds = 4;
    private const int InEach = 12;
    private const int MoreThanThereIs = 2_000;
    private const int MostByEach = 100;

    public static TheoryData<int> PageSizes => new(1, 2, 3, 7, 25, 200);

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task Content_WhileContainersAreMadeAndDecided_ShowsEachEarlierOneOnce(int limit)
    {
        var project = await api.Given.GatedProject();
        var pending = await api.Given.Pending(project);
        var earlier = new List<string> { pending };
        for (var i = 0; i < Milliseconds; i++)
        {
            api.Clock.Advance(Duration.FromMilliseconds(1));
            earlier.AddRange(await Start(project, InEach));
        }

        var between = 0;
        var seen = await Walk($"/v1/projects/{project}/content?limit={limit}", async () =>
        {
            await Start(project, 1);
            if (between++ % 2 == 0)
                api.Clock.Advance(Duration.FromMilliseconds(1));
            if (between == 1)
                await api.Client.PostJson($"/v1/content/{pending}/approve");
        });

        seen.Where(earlier.Contains).Should().BeEquivalentTo(earlier, "each is there exactly once");
        seen.Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task Content_OfSeveralStatuses_ShowsEachEarlierOneOnce(int limit)
    {
        var project = await api.Given.Project();
        var earlier = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            earlier.Add(await api.Given.Queued(project));
            earlier.Add(await api.Given.Failed(project));
            earlier.Add(await api.Given.Canceled(project));
        }

        var address = $"/v1/projects/{project}/content?status=queued&status=failed&approvalStatus=not_required&approvalStatus=pending&limit={limit}";
        var seen = await Walk(address, () => api.Given.Queued(project));

        var canceled = earlier.Where((_, place) => place % 3 == 2);
        seen.Where(earlier.Contains).Should().BeEquivalentTo(earlier.Except(canceled));
        seen.Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task Content_InOrder_IsNewestFirstWithTiesById(int limit)
    {
        var project = await api.Given.Project();
        var made = new List<string>();
        for (var i = 0; i < Milliseconds; i++)
        {
            api.Clock.Advance(Duration.FromMilliseconds(1));
            made.InsertRange(0, (await Start(project, InEach)).OrderDescending(StringComparer.Ordinal));
        }

        var seen = await Walk($"/v1/projects/{project}/content?limit={limit}");

        seen.Should().Equal(made);
    }

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task Projects_WhileProjectsAreMade_ShowsEachEarlierOneOnce(int limit)
    {
        var organization = await Given.Organization(api.Server);
        var earlier = new List<string>();
        for (var i = 0; i < Milliseconds; i++)
        {
            api.Clock.Advance(Duration.FromMilliseconds(1));
            earlier.AddRange(await Crowd.Of(InEach, _ => organization.Project()));
        }

        var between = 0;
        var seen = await Walk($"/v1/projects?limit={limit}", organization.Client, async () =>
        {
            await organization.Project("Later");
            if (between++ % 2 == 0)
                api.Clock.Advance(Duration.FromMilliseconds(1));
            await organization.Client.DeleteJson($"/v1/projects/{earlier[between % earlier.Count]}");
        });

        seen.Where(earlier.Contains).Should().BeEquivalentTo(earlier);
        seen.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Content_WalkedWhileOthersAreMadeAtTheSameTime_ShowsEachEarlierOneOnce()
    {
        var project = await api.Given.Project();
        var earlier = await Start(project, 3 * InEach);
        foreach (var limit in new[] { 5, 2, 7 })
        {
            var isWalking = true;
            var making = Crowd.Of(4, async _ =>
            {
                // Of one moment, half of them land in front of the walk: without an end to them it might have none.
                for (var made = 0; made < MostByEach && Volatile.Read(ref isWalking); made++)
                    await Start(project, 1);
                return true;
            });

            var seen = await Walk($"/v1/projects/{project}/content?limit={limit}");

            seen.Where(earlier.Contains).Should().BeEquivalentTo(earlier);
            seen.Should().OnlyHaveUniqueItems();
            Volatile.Write(ref isWalking, false);
            await making;
        }
    }

    private async Task<List<string>> Start(string project, int containers)
    {
        // Ten at most in one request; all of a request are of one moment.
        var files = Enumerable.Range(0, containers).Select(i => new { filename = $"{i}.jpg", contentType = "image/jpeg", sizeBytes = 1000 }).Chunk(10);
        var made = new List<string>();
        foreach (var chunk in files)
        {
            var answer = await api.Client.PostJson($"/v1/projects/{project}/content/uploads", new { files = chunk });
            made.AddRange(answer.Json["containers"]!.AsArray().Select(container => (string)container!["id"]!));
        }

        return made;
    }

    private Task<List<string>> Walk(string address, Func<Task>? between = null) => Walk(address, api.Client, between);

    private static async Task<List<string>> Walk(string address, HttpClient client, Func<Task>? between = null)
    {
        var seen = new List<string>();
        JsonNode page;
        for (var cursor = ""; cursor is not null; cursor = (string?)page["nextCursor"])
        {
            page = (await client.GetJson(address + (cursor.Length > 0 ? $"&cursor={cursor}" : ""))).Json;
            seen.Count.Should().BeLessThan(MoreThanThereIs, "a walk comes to an end");
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            if (between is not null)
                await between();
        }

        return seen;
    }
}
