using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Crashes;

/// <summary>
/// The server is killed (SIGKILL) in the middle of an approval, between any two statements. PostgreSQL cannot tell a kill right after one message
/// from a kill right before the next, and nothing runs until a statement is executed: one kill for each number of executed statements is all.
/// </summary>
public sealed class KilledServerTests(CrashFixture crash) : IClassFixture<CrashFixture>
{
    private const int AtOnce = 3;

    private static readonly string[] PartsOfAnApproval =
    [
        "BEGIN", "insert into idempotency_keys", "select c.container_id", "update containers", "insert into audit_log", "insert into events",
        "update idempotency_keys",
    ];

    [Fact]
    public async Task Approve_WithTheServerKilledBetweenAnyTwoStatements_HappensWholeOrNotAtAll()
    {
        var messages = await MessagesOfAnApproval();
        var statements = messages.Index().Where(pair => pair.Item.Type is 'Q' or 'E').ToList();
        foreach (var part in PartsOfAnApproval)
            statements.Should().ContainSingle(pair => pair.Item.Sql!.Contains(part, StringComparison.Ordinal));
        statements[^1].Item.IsCommit.Should().BeTrue();
        int[] passed = [0, .. statements.Select(pair => pair.Index + 1), messages.Count];
        var outcomes = new bool[passed.Length];

        await Parallel.ForAsync(0, passed.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (point, _) =>
            outcomes[point] = await KillAfter(passed[point], messages.Count));

        outcomes.Should().Equal(passed.Select(count => count > statements[^1].Index), "the commit decides, and nothing else");
    }

    /// <summary>Answers whether the approval had happened when the server was gone.</summary>
    private async Task<bool> KillAfter(int passed, int all)
    {
        var container = await crash.Pending();
        using var folder = new TempFolder();
        await using var proxy = new PostgresProxy(crash.Server.Database);
        await using var server = await LayersProcess.Serve(proxy.ConnectionString, folder.Path);
        using var client = server.Client(crash.Key);
        (await client.GetJson($"/v1/content/{container}")).Status.Should().Be(HttpStatusCode.OK, "that is what the reviewer looks at first");

        var killAt = NthMessage.Of(Math.Min(passed + 1, all));
        proxy.Judge(async message =>
        {
            if (!killAt.IsNext(message))
                return Fate.Pass;
            await server.Kill();
            return passed < all ? Fate.Cut : Fate.PassAndCut;
        });
        await client.Awaiting(caller => CrashFixture.Approve(caller, container)).Should().ThrowAsync<HttpRequestException>();
        await proxy.DisposeAsync(); // When its last connection has ended, what it began is committed or rolled back.

        var isApproved = await crash.IsApproved(container);
        var again = await crash.SendAgain(container, isApproved);
        again.Text("approvedBy").Should().Be(crash.Given.Actor);
        return isApproved;
    }

    private async Task<List<FrontendMessage>> MessagesOfAnApproval()
    {
        var container = await crash.Pending();
        using var folder = new TempFolder();
        await using var proxy = new PostgresProxy(crash.Server.Database);
        await using var server = await LayersProcess.Serve(proxy.ConnectionString, folder.Path);
        using var client = server.Client(crash.Key);
        (await client.GetJson($"/v1/content/{container}")).Status.Should().Be(HttpStatusCode.OK);

        var said = proxy.Record();
        (await CrashFixture.Approve(client, container)).Status.Should().Be(HttpStatusCode.OK);
        return [.. said.SkipWhile(message => !message.IsBegin)];
    }
}
