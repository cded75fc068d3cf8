using System.Net;
using Layers.Application.Content;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Races;

/// <summary>Callers of one organization wait for a row that somebody else keeps locked.</summary>
public sealed class LockedRowTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Callers = 20;

    [Fact]
    public async Task Write_ThatWaitsTooLongForARow_IsAConflictToTryAgain_AndNoFailure()
    {
        using var logs = new LogCapture();
        await using var proxy = Impatient();
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy, logs: logs);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var locked = await client.PostJson($"/v1/content/{id}/approve").InTime();

        locked.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Another request is writing to this right now; try again in a moment." }
            """);
        locked.Header("Retry-After").Should().Be("1");
        logs.Lines.Should().NotContain(line => line.Level >= LogLevel.Error);
        await held.Release();
        (await client.PostJson($"/v1/content/{id}/approve")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Twin_ThatWaitsTooLong_IsAConflictToTryAgain_AndGetsTheAnswerThen()
    {
        await using var proxy = Impatient();
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var first = api.Client.PostJson($"/v1/content/{id}/approve", body: null, ("Idempotency-Key", id));
        await held.UntilWaiting(1);

        var twin = await client.PostJson($"/v1/content/{id}/approve", body: null, ("Idempotency-Key", id)).InTime();

        twin.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "A request with this Idempotency-Key is still running." }
            """);
        twin.Header("Retry-After").Should().Be("1");
        await held.Release();
        var answer = await first.InTime();
        var replayed = await client.PostJson($"/v1/content/{id}/approve", body: null, ("Idempotency-Key", id));
        replayed.Body.Should().Be(answer.Body);
        replayed.Header("Idempotency-Replayed").Should().Be("true");
    }

    [Fact]
    public async Task Read_OfATableThatAMigrationHolds_SaysThatTheDatabaseIsOutOfReach()
    {
        await using var database = await ApiServer.NewDatabase();
        await using var proxy = new PostgresProxy(database, ShortLocks);
        await using var server = await ApiServer.Start(database: database, proxy: proxy);
        var given = await Given.Organization(server);
        var id = await given.Project();
        await using var held = await HeldLock.On(database, "lock table projects in access exclusive mode");

        var answer = await given.Client.GetJson($"/v1/projects/{id}").InTime();

        answer.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        answer.Header("Retry-After").Should().Be("1");
    }

    [Fact]
    public async Task Callers_WhoWaitForOneRow_LeaveEveryOtherOrganizationUntouched()
    {
        var others = await Given.Organization(api.Server);
        var theirs = await others.Pending();
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var approving = Crowd.Of(Callers, _ => api.Client.PostJson($"/v1/content/{id}/approve"));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);

        (await others.Client.GetJson($"/v1/content/{theirs}").InTime()).Status.Should().Be(HttpStatusCode.OK);
        (await others.Client.PostJson($"/v1/content/{theirs}/approve").InTime()).Status.Should().Be(HttpStatusCode.OK);
        using var nobody = api.Server.Client();
        (await nobody.GetJson("/health/ready").InTime()).Status.Should().Be(HttpStatusCode.OK);

        approving.IsCompleted.Should().BeFalse("the row is still locked");
        await held.Release();
        (await approving.InTime()).Select(answer => answer.Status).Should().BeEquivalentTo(
            Enumerable.Repeat(HttpStatusCode.Conflict, Callers - 1).Append(HttpStatusCode.OK));
    }

    [Fact]
    public async Task Organization_WithTooManyRequestsUnderWay_IsTold429_AndOthersAreServed()
    {
        await using var server = await Beside("Layers:Database:MostWaiting", "2");
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var others = await Given.Organization(server);
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var approving = Enumerable.Range(0, HalfOfThePool()).Select(_ => client.PostJson($"/v1/content/{id}/approve")).ToList();
        await held.UntilWaiting(approving.Count);
        var next = Enumerable.Range(0, 2).Select(_ => client.PostJson($"/v1/content/{id}/approve")).ToList();

        var refused = await (await Task.WhenAny(next).InTime());

        refused.ShouldBeErrorJson(HttpStatusCode.TooManyRequests, """
            {
              "code": "RATE_LIMITED",
              "message": "This organization has too many requests under way; try again in a moment.",
              "details": { "retryAfterSeconds": 1 }
            }
            """);
        refused.Header("Retry-After").Should().Be("1");
        (await others.Client.GetJson("/v1/projects").InTime()).Status.Should().Be(HttpStatusCode.OK);
        await held.Release();
        (await Task.WhenAll(approving).InTime()).Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
        (await Task.WhenAll(next).InTime()).Should().ContainSingle(answer => answer.Status == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Callers_WhoWaitTooLongBehindOthersOfTheirs_AreTold429_AndItIsNoOutage()
    {
        using var logs = new LogCapture();
        await using var proxy = new PostgresProxy(api.Server.Database, $"Timeout=1;{ShortLocks}");
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy, logs: logs);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var answers = await Crowd.Of(30 * HalfOfThePool(), _ => client.PostJson($"/v1/content/{id}/approve")).InTime();

        answers.Select(answer => answer.Status).Distinct().Should().BeEquivalentTo([HttpStatusCode.Conflict, HttpStatusCode.TooManyRequests]);
        answers.Should().OnlyContain(answer => answer.Header("Retry-After") == "1");
        logs.Lines.Should().NotContain(line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Requests_ThatTakeEveryConnectionOfTheirs_LeaveWorkersTheirOwn()
    {
        await using var server = await Beside("Layers:Database:OrganizationShare", "1");
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var id = await api.Given.Pending();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var approving = Crowd.Of(2 * HalfOfThePool() + 1, _ => client.PostJson($"/v1/content/{id}/approve"));
        await held.UntilWaiting(2 * HalfOfThePool());

        await server.Send(new AutoApproveDue()).InTime();

        approving.IsCompleted.Should().BeFalse();
        await held.Release();
        await approving.InTime();
    }

    [Fact]
    public async Task Workers_ThatTakeEveryConnectionOfTheirs_LeaveRequestsTheirOwn()
    {
        var ofWorkers = api.Server.Services.GetRequiredKeyedService<Connections>(Connections.OfWorkers);
        var taken = new List<PooledConnection>();
        try
        {
            while (taken.Count < WorkersConnections())
                taken.Add(await ofWorkers.Open(organization: null, CancellationToken.None).AsTask().InTime());

            (await api.Client.GetJson("/v1/projects").InTime()).Status.Should().Be(HttpStatusCode.OK);
        }
        finally
        {
            foreach (var connection in taken)
                await connection.DisposeAsync();
        }
    }

    private const string ShortLocks = "Options=-c lock_timeout=100ms";

    private PostgresProxy Impatient() => new(api.Server.Database, ShortLocks);

    private Task<ApiServer> Beside(string setting, string value) =>
        ApiServer.Start(new Dictionary<string, string?> { [setting] = value }, api.Server.Database, api.Clock);

    private static int HalfOfThePool() => Math.Max(16, 4 * Environment.ProcessorCount) / 2;

    private static int WorkersConnections() => Math.Max(8, 2 * Environment.ProcessorCount) + 1;
}
