using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using static Layers.Api.Tests.Content.ManyContainers;

namespace Layers.Api.Tests.Content;

public sealed partial class DecisionsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Decide_AnswersEachAsTheSingleCallDoes_AndLeavesTheSameTrail()
    {
        var (many, twins) = (await Cast.Of(api), await Cast.Of(api));
        var singles = new List<(Answer Answer, IReadOnlyList<AuditRow> Trail)>();
        foreach (var part in twins.Parts)
        {
            var answer = await part.Single(api.Client);
            singles.Add((answer, await api.Given.AuditOf(answer)));
        }

        var bulk = await api.Client.Decide(many.Project, many.Parts.Select(part => part.Item));

        bulk.Status.Should().Be(HttpStatusCode.OK, bulk.Body);
        bulk.Results().Select(result => (string)result["id"]!).Should().Equal(many.Parts.Select(part => part.Id));
        bulk.Results().Select(result => $"{result["status"]} {Face(result["body"]!)}").Should()
            .Equal(singles.Select(single => $"{(int)single.Answer.Status} {Face(single.Answer.Json)}"));
        bulk.Statuses().Distinct().Should().BeEquivalentTo([200, 404, 409, 412, 422], "the cast plays every part");
        (await api.Given.AuditOf(bulk)).Select(row => $"{row.Type} {row.Actor} {Face(row.Data)}").Should()
            .Equal(singles.SelectMany(single => single.Trail).Select(row => $"{row.Type} {row.Actor} {Face(row.Data)}"));
        (await EventsOf(many)).Should().Equal(await EventsOf(twins)).And.NotBeEmpty();
        foreach (var (part, twin) in many.Parts.Zip(twins.Parts).Where(pair => pair.First.CanBeRead))
            Face(await api.Given.Container(part.Id)).Should().Be(Face(await api.Given.Container(twin.Id)));
    }

    [Fact]
    public async Task Decide_GivesErrorsTheRequestIdOfTheCall()
    {
        var project = await api.Given.GatedProject();

        var bulk = await api.Client.Decide(project, [ToApprove($"cnt_{Guid.NewGuid()}")]);

        bulk.Results().Single().ShouldBeJson($$"""
            { "id": "{{bulk.Results().Single()["id"]}}", "status": 404,
              "body": { "error": { "code": "NOT_FOUND", "message": "Container not found.", "requestId": "{{bulk.Header("X-Request-Id")}}" } } }
            """);
    }

    [Fact]
    public async Task Decide_WithTheLongestNotesInTheLongestSpelling_IsTaken()
    {
        var project = await api.Given.GatedProject();
        var note = string.Concat(Enumerable.Repeat("\U0001F600", 1_024)); // Sent as \ud83d\ude00, twelve bytes each.

        var bulk = await api.Client.Decide(project, (await api.ManyPending(project, 200)).Select(id => new { id, action = "approve", note }));

        bulk.Statuses().Should().HaveCount(200).And.OnlyContain(status => status == 200);
    }

    [Fact]
    public async Task Decide_TheSameContainerTwice_GivesTheSecondWhatComesAfterTheFirst()
    {
        var project = await api.Given.GatedProject();
        var (first, second) = (await api.Given.Pending(project), await api.Given.Pending(project));

        var bulk = await api.Client.Decide(project, [ToApprove(first), ToReject(second), ToReject(first), ToApprove(second[4..])]);

        bulk.Statuses().Should().Equal(200, 200, 409, 409);
        bulk.Results().Skip(2).Select(result => (string)result["body"]!["error"]!["message"]!).Should()
            .Equal("Container is already approved.", "Container is already rejected.");
        bulk.Results().Select(result => (string)result["id"]!).Should().Equal(first, second, first, second);
        (await api.Given.AuditOf(bulk)).Select(row => row.Type).Should().Equal("content.approved", "content.rejected");
    }

    [Fact]
    public async Task Decide_WithTheRevisionThatWasLookedAt_DecidesThatOneAlone()
    {
        var project = await api.Given.GatedProject();
        var (fresh, stale) = (await api.Given.Pending(project), await api.Given.Pending(project));

        var bulk = await api.Client.Decide(project, [new { id = fresh, action = "approve", ifMatch = 2 }, new { id = stale, action = "approve", ifMatch = 3 }]);

        bulk.Statuses().Should().Equal(200, 412);
        ((int)bulk.Results()[1]["body"]!["error"]!["details"]!["revision"]!).Should().Be(2);
        ((string?)(await api.Given.Container(stale))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task Decide_SentAgainWithItsKey_ReplaysEveryResultToTheLetterAndDecidesNothing()
    {
        var cast = await Cast.Of(api);
        (string, string) key = ("Idempotency-Key", cast.Project);

        var first = await api.Client.Decide(cast.Project, cast.Parts.Select(part => part.Item), key);
        var second = await api.Client.Decide(cast.Project, cast.Parts.Select(part => part.Item), key);

        (second.Status, second.Body, second.Header("Idempotency-Replayed")).Should().Be((HttpStatusCode.OK, first.Body, "true"));
        (await api.Given.AuditOf(second)).Should().BeEmpty();
    }

    [Fact]
    public async Task Decide_InAnArchivedProject_AnswersEachAsTheSingleCallDoes()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        var bulk = await api.Client.Decide(project, [ToApprove(id), ToApprove($"cnt_{Guid.NewGuid()}")]);
        var single = await api.Client.PostJson($"/v1/content/{id}/approve");

        bulk.Statuses().Should().Equal(409, 404);
        Face(bulk.Results()[0]["body"]!).Should().Be(Face(single.Json));
    }

    [Fact]
    public async Task Decide_InAProjectThatIsNotThere_Returns404()
    {
        var id = await api.Given.Pending();

        var answer = await api.Client.Decide($"prj_{Guid.NewGuid()}", [ToApprove(id)]);

        ((string?)answer.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND")["message"]).Should().Be("Project not found.");
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task Decide_AnotherOrganizationsContainer_IsAsDecidingOneThatNobodyHas()
    {
        var foreign = await (await Given.Organization(api.Server)).Pending();
        var project = await api.Given.GatedProject();
        var own = await api.Given.Pending(project);

        var bulk = await api.Client.Decide(project, [ToApprove(foreign), ToApprove(own), ToApprove($"cnt_{Guid.NewGuid()}")]);

        bulk.Statuses().Should().Equal(404, 200, 404);
        JsonNode.DeepEquals(bulk.Results()[0]["body"], bulk.Results()[2]["body"]).Should().BeTrue();
    }

    [Fact]
    public async Task Decide_WithOneFaultAmongMany_DecidesNothing()
    {
        var project = await api.Given.GatedProject();
        var ids = await api.ManyPending(project, 4);

        var answer = await api.Client.Decide(project, [.. ids.Take(3).Select(ToApprove), new { id = ids[3], action = "reject" }]);

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "decisions[3].reason");
        (await api.Server.Database.Value<long>("select count(*) from containers where project_id = $1 and approval_status <> 'pending'", project.Uuid()))
            .Should().Be(0);
    }

    private async Task<IReadOnlyList<string>> EventsOf(Cast cast)
    {
        const string select = "select coalesce(array_agg(event_type || ' ' || data::text order by sequence), '{}') from events where project_id = $1";
        return [.. ((string[])(await api.Server.Database.Run(select, cast.Project.Uuid()))!).Select(WithoutNames)];
    }

    /// <summary>Without what differs between twins: ids.</summary>
    private static string Face(JsonNode json) => WithoutNames(json.ToJsonString());

    private static string WithoutNames(string text) => Name().Replace(text, "${kind}");

    [GeneratedRegex("(?<kind>cnt_|sp_|sa_|prj_)[0-9a-f-]{36}|req_[0-9A-Z]{26}|/media/[^\"]*", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Name();

    /// <summary>A container in every state that a decision may meet.</summary>
    private sealed record Cast(string Project, IReadOnlyList<Part> Parts)
    {
        public static async Task<Cast> Of(ApiFixture api)
        {
            var given = api.Given;
            var open = await given.Project();
            var ungated = await given.Uploaded(open);
            await given.Policy(open, new { requiresApproval = true });
            var project = open;
            var ready = await Stashed(api, project, lost: false);
            var lost = await Stashed(api, project, lost: true);
            var held = await given.Pending(project);
            await api.Client.PostJson($"/v1/content/{held}/hold");
            var approved = await given.Pending(project);
            await api.Client.PostJson($"/v1/content/{approved}/approve");
            return new Cast(project,
            [
                new Part(await given.Pending(project), "approve", "Looks good."),
                new Part(lost, "approve"),
                new Part(await given.Pending(project), "reject", "Old logo."),
                new Part(ungated, "approve"),
                new Part(ready, "approve", "And out."),
                new Part(await Stashed(api, project, lost: false), "reject", "Not this one."),
                new Part($"cnt_{Guid.NewGuid()}", "approve", CanBeRead: false),
                new Part(held, "approve"),
                new Part(approved, "reject", "Too late."),
                new Part((await given.StartedUpload(project, Given.Picture())).Id, "approve"),
                new Part(await given.Generated(project), "approve", IfMatch: 1),
            ]);
        }

        private static async Task<string> Stashed(ApiFixture api, string project, bool lost)
        {
            var scene = new Scene(project, await api.Given.Pending(project), await api.Given.Account(project));
            await api.Schedule(scene, targets: 2);
            if (lost)
                await api.Disconnect(scene);
            return scene.Container;
        }
    }

    private sealed record Part(string Id, string Action, string? Remark = null, int? IfMatch = null, bool CanBeRead = true)
    {
        public object Item => new { id = Id, action = Action, note = IsApproval ? Remark : null, reason = IsApproval ? null : Remark, ifMatch = IfMatch };

        private bool IsApproval => Action == "approve";

        public Task<Answer> Single(HttpClient client) =>
            client.PostJson(
                $"/v1/content/{Id}/{Action}", new { note = Remark, reason = Remark }, IfMatch is { } revision ? [("If-Match", $"\"{revision}\"")] : []);
    }
}
