using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Races;

public sealed class IdempotencyRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Twins = 20;

    [Fact]
    public async Task Approve_TwentyTimesAtOnceWithOneKey_RunsOnceAndAnswersAllTheSame()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var approving = Crowd.Of(Twins, _ => Approve(api.Client, id));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        ShouldBeOneAnswer(await approving, HttpStatusCode.OK);
        ((int?)(await api.Given.Container(id))["revision"]).Should().Be(3);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.approved");
    }

    [Fact]
    public async Task Approve_WithOneKeyOverTwoServers_RunsOnceAndAnswersAllTheSame()
    {
        await using var second = await api.ServerBeside();
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var approving = Crowd.Of(Twins, i => Approve(i % 2 == 0 ? api.Client : beside, id));
        await held.UntilWaiting(2 * ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        ShouldBeOneAnswer(await approving, HttpStatusCode.OK);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.approved");
    }

    [Fact]
    public async Task CreateProject_TwentyTimesAtOnceWithOneKey_MakesOne()
    {
        var name = $"Project {Guid.NewGuid():N}";

        var answers = await Crowd.Of(Twins, _ => api.Client.PostJson("/v1/projects", new { name }, ("Idempotency-Key", name.Replace(' ', '-'))));

        ShouldBeOneAnswer(answers, HttpStatusCode.Created);
        answers.Select(answer => answer.Headers.Location).Distinct().Should().ContainSingle();
        (await api.Server.Database.Value<long>("select count(*) from projects where name = $1", name)).Should().Be(1);
    }

    [Fact]
    public async Task StartUpload_TwentyTimesAtOnceWithOneKey_AnswersTheSameAddressesToAll()
    {
        var project = await api.Given.Project();
        var files = new[] { new { filename = "picture.jpg", contentType = "image/jpeg", sizeBytes = 1000 } };

        var answers = await Crowd.Of(
            Twins, _ => api.Client.PostJson($"/v1/projects/{project}/content/uploads", new { files }, ("Idempotency-Key", project)));

        ShouldBeOneAnswer(answers, HttpStatusCode.Created);
        (await api.Server.Database.Value<long>("select count(*) from containers where project_id = $1", project.Uuid())).Should().Be(1);
    }

    [Fact]
    public async Task Twin_OfARequestWhoseSessionWasEnded_RunsItself()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var first = Approve(api.Client, id);
        await held.UntilWaiting(1);
        var session = (await api.Server.Database.Waiting()).Single();
        var twin = Approve(api.Client, id);
        await held.UntilWaiting(2);

        await api.Server.Database.End(session);
        (await first).ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        await held.Release();

        ShouldHaveRun(await twin);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.approved");
    }

    [Fact]
    public async Task Twin_OfACallerWhoHungUp_RunsItself()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/content/{id}/approve");
        request.Headers.Add("Idempotency-Key", id);
        var first = api.Client.SendAsync(request, hangUp.Token);
        await held.UntilWaiting(1);
        var session = (await api.Server.Database.Waiting()).Single();
        var twin = Approve(api.Client, id);
        await held.UntilWaiting(2);

        await hangUp.CancelAsync();
        await api.Server.Database.UntilGone(session);
        await held.Release();

        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        ShouldHaveRun(await twin);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.approved");
    }

    [Fact]
    public async Task Twins_OfARequestThatIsRefused_AreEachRefusedAndKeepNothing()
    {
        var id = await api.Given.Pending();
        await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "No." });

        var answers = await Crowd.Of(Twins, _ => Approve(api.Client, id));

        foreach (var answer in answers)
        {
            answer.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
            answer.Header("Idempotency-Replayed").Should().BeNull();
        }

        (await api.Server.Database.Value<long>("select count(*) from idempotency_keys where key = $1", id)).Should().Be(0);
    }

    [Fact]
    public async Task SameKey_WithAnotherRequestWhileTheFirstRuns_IsAConflict()
    {
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var first = Approve(api.Client, id);
        await held.UntilWaiting(1);
        var other = api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Another body." }, ("Idempotency-Key", id));
        await held.UntilWaiting(2);

        await held.Release();

        ShouldHaveRun(await first);
        (await other).ShouldBeError(HttpStatusCode.Conflict, "IDEMPOTENCY_CONFLICT");
    }

    private static Task<Answer> Approve(HttpClient client, string id) =>
        client.PostJson($"/v1/content/{id}/approve", body: null, ("Idempotency-Key", id));

    private static void ShouldHaveRun(Answer answer)
    {
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        answer.Header("Idempotency-Replayed").Should().BeNull();
    }

    private static void ShouldBeOneAnswer(Answer[] answers, HttpStatusCode status)
    {
        answers.Should().OnlyContain(answer => answer.Status == status);
        answers.Select(answer => answer.Body).Distinct().Should().ContainSingle();
        answers.Count(answer => answer.Header("Idempotency-Replayed") == "true").Should().Be(answers.Length - 1);
        answers.Select(answer => answer.Header("ETag")).Distinct().Should().ContainSingle();
    }
}
