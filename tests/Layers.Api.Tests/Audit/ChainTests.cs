using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Layers.Api.Tests.Crashes;
using Layers.Application.Audit;
using Layers.Testing;

namespace Layers.Api.Tests.Audit;

/// <summary>Whatever is committed gets into the chain, once, whoever seals and whatever overlaps.</summary>
public sealed class ChainTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string InsertRow =
        """
        with written as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data)
          values ($1, gen_random_uuid(), $2, '2026-01-01', 'req_x', 'system:test', 'system', '{}') returning event_id, sequence
        )
        insert into audit_seals (organization_id, event_id, sequence) select $1, event_id, sequence from written
        """;

    /// <summary>As docs/audit.md says that anybody can.</summary>
    [Fact]
    public async Task Chain_ComputedFromTheExportAlone_IsTheServers()
    {
        var given = await Given.Organization(api.Server);
        await given.Client.PostJson("/v1/projects", "{ \"name\": \"\\\",\\\"seal\\\":\", \"metadata\": {\n \"seal\": null, \"é\": \"\\u0041\" } }");
        var container = await given.Pending();
        await given.Client.PostJson($"/v1/content/{container}/reject", new { reason = "Not \",\"seal\":null} like this. 🙂" });
        await api.Server.Write(given, 1_500);
        await api.Server.SealAll();
        await given.Project("Not sealed yet");

        var hash = new byte[32];
        var chained = (await given.Export()).Where(line => !line.EndsWith("\"seal\":null}", StringComparison.Ordinal)).OrderBy(Position).ToList();
        foreach (var line in chained)
        {
            var cut = line.LastIndexOf(",\"seal\":", StringComparison.Ordinal);
            hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(line[..cut] + "}")]);
            line[cut..].Should().Contain(Convert.ToHexStringLower(hash));
        }

        chained.Select(Position).Should().Equal(Enumerable.Range(1, chained.Count).Select(position => (long)position));
        chained.Should().HaveCountGreaterThan(1_500);
        var verdict = await given.Verify();
        ((string?)verdict["sealedUpTo"]!["hash"]).Should().Be(Convert.ToHexStringLower(hash));
    }

    [Fact]
    public async Task Rows_WhoseWritersOverlap_AreSealedInWhateverOrderTheyCommit()
    {
        var given = await Given.Organization(api.Server);
        await using var slow = await api.Server.Database.Connect();
        await slow.Run("begin");
        await slow.Run(Row(given, "test.first"));
        await api.Server.Database.Run(InsertRow, given.OrganizationId.Value, "test.second");
        await api.Server.SealAll();
        (await given.Verify())["unsealed"]!.GetValue<long>().Should().Be(0);

        await slow.Run("commit");
        ((long?)(await given.Verify())["unsealed"]).Should().Be(1);
        await api.Server.SealAll();

        var rows = (await given.List()).OrderBy(row => (long)row!["seal"]!["position"]!).Select(row => (string)row!["eventType"]!);
        rows.Should().Equal("api_key.created", "test.second", "test.first");
        ((bool?)(await given.Verify())["intact"]).Should().BeTrue();
    }

    [Fact]
    public async Task Rows_SealedByManyNodesWhileOthersWrite_MakeOneChainWithoutGaps()
    {
        var given = await Given.Organization(api.Server);
        await using var other = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        var isWriting = true;
        var sealing = Crowd.Of(4, async node =>
        {
            while (Volatile.Read(ref isWriting))
                await (node % 2 == 0 ? api.Server : other).Send(new SealOrganization(), given.OrganizationId);
            return true;
        });

        await Crowd.Of(6, async _ =>
        {
            for (var i = 0; i < 10; i++)
                await given.Project();
            return true;
        });
        Volatile.Write(ref isWriting, value: false);
        await sealing;
        await api.Server.SealAll();

        var positions = (await given.List("?limit=200")).Select(row => (long)row!["seal"]!["position"]!).Order();
        positions.Should().Equal(Enumerable.Range(1, 61).Select(position => (long)position));
        ((bool?)(await given.Verify())["intact"]).Should().BeTrue();
    }

    [Fact]
    public async Task Sealing_BehindAnotherNode_GoesOnWhereThatOneEnded()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.SealAll();
        await given.Project();
        await using var held = await HeldLock.On(
            api.Server.Database, $"select from audit_heads where organization_id = '{given.OrganizationId.Value}' for update");
        var sealing = Crowd.Of(3, _ => api.Server.Send(new SealOrganization(), given.OrganizationId));
        await held.UntilWaiting(3);

        await held.Release();

        (await sealing).Should().BeEquivalentTo([1, 0, 0]);
        ((bool?)(await given.Verify())["intact"]).Should().BeTrue();
    }

    [Fact]
    public async Task Sealing_CutOffAtAnyMessage_LeavesAWholeChainThatGoesOn()
    {
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy);
        var given = await Given.Organization(api.Server);
        var (tries, isCut) = (0, true);
        while (isCut)
        {
            await api.Server.Write(given, 3);
            var cutAt = NthMessage.Of(++tries);
            proxy.Judge(message => cutAt.IsNext(message) ? Fate.PassAndCut : Fate.Pass);
            var failure = await Record.ExceptionAsync(() => server.Send(new SealOrganization(), given.OrganizationId));
            proxy.Rest();
            await proxy.Settled();
            isCut = cutAt.WasReached;
            (failure is null).Should().Be(!isCut);
            ((bool?)(await given.Verify())["intact"]).Should().BeTrue();
        }

        tries.Should().BeGreaterThan(10);
        await api.Server.SealAll();
        var verdict = await given.Verify();
        ((bool?)verdict["intact"], (long?)verdict["unsealed"], (long?)verdict["checked"]).Should().Be((true, 0, 1 + (3 * tries)));
    }

    [Fact]
    public async Task Writers_DoNotWaitForTheSealer()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.SealAll();
        await using var held = await HeldLock.On(
            api.Server.Database, $"select from audit_heads where organization_id = '{given.OrganizationId.Value}' for update");

        await given.Project().InTime();

        (await given.List()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Worker_OfAServer_SealsWhatIsWritten()
    {
        var settings = new Dictionary<string, string?> { ["Layers:Workers:Enabled"] = "true" };
        await using var server = await ApiServer.Start(settings, api.Server.Database, api.Clock);
        var given = await Given.Organization(server);

        await Eventually.Holds(async () => (long)(await given.Verify())["unsealed"]! == 0, "the worker sealed it");

        (await given.List()).Should().OnlyContain(row => row!["seal"] != null);
    }

    private static string Row(Given given, string type) =>
        InsertRow.Replace("$1", $"'{given.OrganizationId.Value}'::uuid").Replace("$2", $"'{type}'");

    private static long Position(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.GetProperty("seal").GetProperty("position").GetInt64();
    }
}
