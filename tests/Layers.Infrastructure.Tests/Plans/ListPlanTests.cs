using System.Reflection;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Webhooks;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>
/// The work of a list is that of its page, however long the list and however rare what is asked for: counted in rows and pages. Content has its own test.
/// </summary>
public sealed class ListPlanTests(SkewedLists lists) : IClassFixture<SkewedLists>
{
    // From the scan to the answer: limit, merge, limit, a loop over types, sort, limit, the row in front or behind, sort.
    private const int NodesThatARowPasses = 9;

    private const int DownAnIndex = 6;

    // What the rows of a page are joined with.
    private const int PagesBesides = 40;

    // Of a limit that is a parameter the planner expects it to take that part.
    private const int Unknown = 10;

    /// <summary>Lists without cases here, and why.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["ContentListSql"] = "ContentListPlanTests",
        [nameof(WebhookEndpointRepository)] = "an organization has no more than a page of them",
    };

    public static TheoryData<string> Lists => new(ListCases.ByList.Keys);

    [Fact]
    public void EveryList_HasItsCases()
    {
        var lists = typeof(KeysetList).Assembly.GetTypes()
            .Where(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Any(field => field.FieldType == typeof(KeysetList)))
            .Select(type => type.Name);

        lists.Except(Elsewhere.Keys).Except(ListCases.ByList.Keys).Should().BeEmpty("a list has a line in ListCases.ByList, with each of its filters");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_ReadsNoMoreThanItsPage(string list)
    {
        foreach (var asked in ListCases.ByList[list])
        {
            var expected = await lists.Ids($"{asked.Expected} limit {ListCase.Take}");
            foreach (var forAny in new[] { false, true })
            {
                var (ids, plan) = await lists.Reads.Read(forAny, asked.Read);

                ids.Should().Equal(expected, "that is {0}", asked.Expected);
                if (forAny)
                    plan.RowsExpected.Should().BeLessThanOrEqualTo((KeysetList.LongestPage * asked.Ranges / Unknown) + 1, "this plan is to be kept: {0}", plan.Text);
                plan.RowsRead.Should().BeLessThanOrEqualTo((NodesThatARowPasses * ListCase.Take * asked.Ranges) + 10, "{0}", plan.Text);
                plan.Pages.Should().BeLessThanOrEqualTo(PagesBesides + (PagesOf(asked) * asked.Ranges), "{0}", plan.Text);
            }
        }
    }

    private int PagesOf(ListCase asked) => ListCase.Take + DownAnIndex + (asked.TestsEntries ? lists.AuditPages : 0);
}
