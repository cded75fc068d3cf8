using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Audit;

public sealed class ListAuditLogTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_OfADecision_ShowsWhoDidWhatAndWhen()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);
        api.Clock.Advance(Duration.FromMilliseconds(1));
        var approved = await api.Client.PostJson($"/v1/content/{container}/approve", new { note = "Fine." });

        var page = await api.Client.GetJson("/v1/audit-log?limit=1");

        var row = page.Json["items"]!.AsArray().Should().ContainSingle().Subject!;
        ((string?)row["eventId"]).Should().StartWith("evt_");
        row.AsObject().Remove("eventId");
        row.ShouldBeJson(
            $$"""
              {
                "eventType": "content.approved", "occurredAt": "{{approved.Text("approvedAt")}}", "requestId": "{{approved.Header("X-Request-Id")}}",
                "organizationId": "{{api.Given.OrganizationId}}", "projectId": "{{project}}", "apiKeyId": "{{api.Given.Key.Key.Id}}",
                "actor": "{{api.Given.Actor}}", "actorType": "person",
                "data": { "containerId": "{{container}}", "note": "Fine.", "revision": 3, "promotion": null, "approvedByName": "test" }, "seal": null
              }
              """);
        page.Json.AsObject().Select(pair => pair.Key).Should().Equal("items", "nextCursor");
    }

    [Fact]
    public async Task List_OfASealedRow_ShowsItsPlaceInTheChain()
    {
        var given = await Given.Organization(api.Server);
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await given.Project();
        await api.Server.SealAll();

        var items = await given.List();

        items.Types().Should().Equal("project.created", "api_key.created");
        items.Select(item => (long)item!["seal"]!["position"]!).Should().Equal(2, 1);
        items.Should().OnlyContain(item => ((string)item!["seal"]!["hash"]!).Length == 64);
    }

    [Fact]
    public async Task List_WithFilters_ShowsWhatMatchesAllOfThem()
    {
        var given = await Given.Organization(api.Server);
        var (one, other) = (await given.Project(), await given.Project());
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await given.Policy(one, new { requiresApproval = true });
        var key = await given.AnotherKey(["projects:write"]);
        using var client = api.Server.Client(key.Text.Reveal());
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await client.PatchJson($"/v1/projects/{one}", new { name = "Renamed" });

        (await given.List("?eventType=project.created")).Should().HaveCount(2);
        (await given.List("?eventType=project.created&eventType=project.updated")).Types().Should().Equal("project.updated", "project.created", "project.created");
        (await given.List("?type=project.created&eventType=project.updated")).Types().Should().Equal("project.updated", "project.created", "project.created");
        (await given.List("?eventType=nothing.like_it")).Should().BeEmpty();
        (await given.List("?type=nothing.like_it")).Should().BeEmpty();
        (await given.List($"?projectId={one}")).Types().Should().Equal("project.updated", "approval_policy.updated", "project.created");
        (await given.List($"?projectId={other["prj_".Length..]}")).Types().Should().Equal("project.created");
        (await given.List($"?apiKeyId={key.Key.Id}")).Types().Should().Equal("project.updated");
        (await given.List($"?apiKeyId={key.Key.Id}&projectId={other}")).Should().BeEmpty();
        (await given.List($"?projectId={one}&eventType=project.created&apiKeyId={given.Key.Key.Id}")).Should().ContainSingle();
        (await given.List($"?projectId=prj_{Guid.NewGuid()}")).Should().BeEmpty();
    }

    [Fact]
    public async Task List_BetweenTwoInstants_IncludesBoth()
    {
        var given = await Given.Organization(api.Server);
        for (var i = 0; i < 4; i++)
        {
            api.Clock.Advance(Duration.FromMilliseconds(1));
            await given.Project($"Project {i}");
        }

        var all = await given.List("?eventType=project.created");
        var (since, until) = ((string)all[2]!["occurredAt"]!, (string)all[1]!["occurredAt"]!);

        var between = await given.List($"?since={since}&until={until}");

        between.Select(item => (string)item!["eventId"]!).Should().Equal((string)all[1]!["eventId"]!, (string)all[2]!["eventId"]!);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData("", 7)]
    [InlineData("&eventType=test.happened", 3)]
    [InlineData("&eventType=test.happened&eventType=project.created", 5)]
    [InlineData("&until=2027-01-01T00:00:00Z", 4)]
    public async Task Walk_WhileRowsAreWritten_SeesEveryEarlierRowOnceNewestFirst(string filter, int limit)
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, 20);
        var earlier = (await given.List($"?limit=200{filter}")).Select(item => (string)item!["eventId"]!).ToList();
        api.Clock.Advance(Duration.FromMilliseconds(1));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await given.Client.GetJson($"/v1/audit-log?limit={limit}{filter}{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Json["items"]!.AsArray().Select(item => (string)item!["eventId"]!));
            cursor = (string?)page.Json["nextCursor"];
            await given.Project();
        }
        while (cursor is not null);

        earlier.Should().HaveCountGreaterThanOrEqualTo(20);
        seen.Should().Equal(earlier);
    }

    [Fact]
    public async Task List_WithoutALimit_ShowsFifty()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, 201);

        (await given.List()).Should().HaveCount(50);
        (await given.List("?limit=200")).Should().HaveCount(200);
    }

    [Fact]
    public async Task List_OfAnotherOrganization_ShowsNothingOfIt()
    {
        var other = await Given.Organization(api.Server);
        var project = await api.Given.Project();

        (await other.List()).Types().Should().Equal("api_key.created");
        (await other.List($"?projectId={project}")).Should().BeEmpty();
        (await other.List($"?apiKeyId={api.Given.Key.Key.Id}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("eventType=")]
    [InlineData("eventType=approved")]
    [InlineData("eventType=content.approved%0A")]
    [InlineData("eventType=Container.Approved")]
    [InlineData("eventType=project.created&eventType=%00")]
    [InlineData("eventType=a.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("projectId=")]
    [InlineData("projectId=key_019d9ff6-4c60-7d09-bd29-871e23dc3d12")]
    [InlineData("apiKeyId=prj_019d9ff6-4c60-7d09-bd29-871e23dc3d12")]
    [InlineData("apiKeyId=%00")]
    [InlineData("since=yesterday")]
    [InlineData("until=2026-04-17")]
    [InlineData("cursor=zul7")]
    [InlineData("limit=0")]
    [InlineData("limit=")]
    [InlineData("limit=5&limit=5")]
    public async Task List_WithABadParameter_Returns422(string query)
    {
        foreach (var accept in new[] { "application/json", AuditCalls.Ndjson })
        {
            (await api.Client.GetJson($"/v1/audit-log?{query}", ("Accept", accept)))
                .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, query.Split('=')[0]);
        }
    }

    [Fact]
    public async Task List_WithManyBadParameters_NamesThemAll()
    {
        var answer = await api.Client.GetJson("/v1/audit-log?eventType=x&projectId=x&apiKeyId=x&since=x&until=x&cursor=x&limit=201");

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "eventType", "projectId", "apiKeyId", "since", "until", "cursor", "limit");
    }

    [Fact]
    public async Task List_ByAKeyWithoutTheScope_Returns403()
    {
        using var client = await api.Given.ClientWith("content:read");

        (await client.GetJson("/v1/audit-log")).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
        (await client.GetJson("/v1/audit-log", ("Accept", AuditCalls.Ndjson))).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
        (await client.GetJson("/v1/audit-log/verify")).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
    }
}
