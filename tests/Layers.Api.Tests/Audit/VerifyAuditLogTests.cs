using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Audit;

/// <summary>What a superuser does behind the server's back is named.</summary>
public sealed class VerifyAuditLogTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Verify_OfAnUntouchedLog_SaysHowFarItReaches()
    {
        var given = await api.Server.Sealed();
        await given.Project();
        var last = (await given.List("?eventType=test.happened")).MaxBy(row => (long)row!["seal"]!["position"]!)!;

        (await given.Verify()).ShouldBeJson(
            $$"""
              {
                "intact": true, "checked": 6, "unsealed": 1, "firstBroken": null,
                "sealedUpTo": { "position": 6, "eventId": "{{last["eventId"]}}", "occurredAt": "{{last["occurredAt"]}}", "hash": "{{last["seal"]!["hash"]}}" }
              }
              """);
    }

    [Fact]
    public async Task Verify_BeforeAnythingIsSealed_IsIntact()
    {
        var given = await Given.Organization(api.Server);

        (await given.Verify()).ShouldBeJson("""{ "intact": true, "checked": 0, "unsealed": 1, "firstBroken": null, "sealedUpTo": null }""");
    }

    [Fact]
    public async Task Verify_OfSeveralPages_ChecksEveryRow()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, 2_100);
        await api.Server.SealAll();

        var verdict = await given.Verify();
        ((bool?)verdict["intact"], (long?)verdict["checked"]).Should().Be((true, 2_101));

        await Tamper(given, "update audit_log set actor = 'system:other' where @row", position: 2_050);
        var broken = await given.Verify();
        ((long?)broken["firstBroken"]!["position"], (string?)broken["firstBroken"]!["reason"]).Should().Be((2_050, "changed"));
        ((long?)broken["sealedUpTo"]!["position"], (long?)broken["checked"]).Should().Be((2_049, 2_050));
    }

    [Theory]
    [InlineData("event_type = 'test.other'")]
    [InlineData("occurred_at = occurred_at + interval '1 microsecond'")]
    [InlineData("request_id = 'req_0'")]
    [InlineData("project_id = gen_random_uuid()")]
    [InlineData("api_key_id = gen_random_uuid()")]
    [InlineData("actor = 'system:other'")]
    [InlineData("actor_type = 'person'")]
    [InlineData("data = '{ \"n\": 1.00 }'")]
    [InlineData("data = '{\"n\": 1.0 }'")]
    [InlineData("sequence = default")]
    public async Task Verify_WhenAColumnWasEdited_NamesTheRow(string edit)
    {
        var given = await api.Server.Sealed();
        await Tamper(given, $"update audit_log set {edit} where @row");

        await given.ShouldBeBroken(3, await EventAt(given, 3), "changed");
    }

    [Fact]
    public async Task Columns_AreAllAmongTheEditedOnes()
    {
        var columns = await api.Server.Database.Value<string[]>(
            "select array_agg(column_name::text) from information_schema.columns where table_name = 'audit_log'");

        columns.Should().BeEquivalentTo(
            "organization_id", "event_id", "event_type", "occurred_at", "request_id", "project_id", "api_key_id", "actor", "actor_type", "data", "sequence");
    }

    [Theory]
    [InlineData("delete from audit_log where @row")]
    [InlineData("update audit_log set event_id = gen_random_uuid() where @row")]
    [InlineData("update audit_log set organization_id = gen_random_uuid() where @row")]
    public async Task Verify_WhenARowIsGone_NamesItsPlace(string tampering)
    {
        var given = await api.Server.Sealed();
        await Tamper(given, tampering);

        await given.ShouldBeBroken(3, await EventAt(given, 3), "missing");
    }

    [Fact]
    public async Task Verify_WhenASealNamesAnotherRow_SaysThatThisOneIsMissing()
    {
        var given = await api.Server.Sealed();
        var other = Guid.NewGuid();
        await Tamper(given, $"update audit_seals set event_id = '{other}' where @row");

        await given.ShouldBeBroken(3, $"evt_{other}", "missing");
    }

    [Theory]
    [InlineData("delete from audit_seals where @row")]
    [InlineData("update audit_seals set position = 1000 where @row")]
    [InlineData("update audit_seals set position = null, hash = null where @row")]
    [InlineData("with s as (delete from audit_seals where @row returning event_id) delete from audit_log where event_id in (select event_id from s)")]
    [InlineData("delete from audit_seals where organization_id = $1 and position >= 3 and $2 <> gen_random_uuid()")]
    public async Task Verify_WhenAPositionIsGone_NamesIt(string tampering)
    {
        var given = await api.Server.Sealed();
        await Tamper(given, tampering);

        await given.ShouldBeBroken(3, eventId: null, "missing");
    }

    [Fact]
    public async Task Verify_WhenARowThatWasTakenFromTheChainIsSealedAnew_StillNamesItsPlace()
    {
        var given = await api.Server.Sealed();
        await Tamper(given, "update audit_seals set position = null, hash = null where @row");
        await api.Server.SealAll();

        await given.ShouldBeBroken(3, eventId: null, "missing");
    }

    [Theory]
    [InlineData("update audit_seals set hash = sha256('') where @row")]
    [InlineData("update audit_seals set sequence = sequence + 1 where @row")]
    public async Task Verify_WhenASealWasAltered_NamesItsRow(string tampering)
    {
        var given = await api.Server.Sealed();
        await Tamper(given, tampering);

        await given.ShouldBeBroken(3, await EventAt(given, 3), "changed");
    }

    [Fact]
    public async Task Verify_WhenTwoRowsWereSwapped_NamesTheFirst()
    {
        var given = await api.Server.Sealed();
        var (one, other) = (await EventAt(given, 3), await EventAt(given, 4));
        foreach (var move in new[] { "position = 100 where @row", "position = 3 where organization_id = $1 and position = 4 and $2 <> gen_random_uuid()", "position = 4 where @row" })
            await Tamper(given, $"update audit_seals set {move}", id: Uuid(one!));

        await given.ShouldBeBroken(3, other, "changed");
    }

    [Fact]
    public async Task Verify_WhenARowWasSlippedIn_NamesIt()
    {
        var given = await api.Server.Sealed();
        var slipped = Guid.CreateVersion7();
        await api.Server.Database.Run(
            """
            insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data)
            values ($1, $2, 'content.approved', '2026-01-01', 'req_x', 'api_key_x', 'person', '{}')
            """,
            given.OrganizationId.Value,
            slipped);

        await given.ShouldBeBroken(position: null, $"evt_{slipped}", "not_chained");
    }

    [Theory]
    [InlineData("update audit_heads set hash = sha256('') where organization_id = $1", 6)]
    [InlineData("update audit_heads set position = 4 where organization_id = $1", 4)]
    [InlineData("delete from audit_heads where organization_id = $1", 1)]
    public async Task Verify_WhenTheHeadIsNotWhereTheChainEnds_SaysSo(string tampering, int position)
    {
        var given = await api.Server.Sealed();
        await api.Server.Database.Run(tampering, given.OrganizationId.Value);

        var broken = (await given.Verify())["firstBroken"]!;
        ((long?)broken["position"], (string?)broken["reason"]).Should().Be((position, "not_chained"));
    }

    [Fact]
    public async Task Verify_WhenARowWasRemovedBeforeItsSeal_NamesItOnceItIsSealed()
    {
        var given = await api.Server.Sealed();
        await given.Project();
        var unsealed = (string)(await given.List("?eventType=project.created"))[0]!["eventId"]!;
        await api.Server.Database.Run("delete from audit_log where event_id = $1", Uuid(unsealed));
        await given.Project();
        await api.Server.SealAll();

        await given.ShouldBeBroken(7, unsealed, "missing");
    }

    [Fact]
    public async Task Verify_WhileRowsAreSealed_IsIntactAllTheTime()
    {
        var given = await api.Server.Sealed();
        var isSealing = true;
        var writing = Task.Run(async () =>
        {
            while (Volatile.Read(ref isSealing))
            {
                await api.Server.Write(given, 50);
                await api.Server.Send(new Layers.Application.Audit.SealOrganization(), given.OrganizationId);
            }
        });

        var verdicts = new List<JsonNode>();
        for (var i = 0; i < 20; i++)
            verdicts.Add(await given.Verify());
        Volatile.Write(ref isSealing, value: false);
        await writing;

        verdicts.Should().OnlyContain(verdict => (bool)verdict["intact"]!);
    }

    [Fact]
    public async Task Verify_OfAnOrganization_DoesNotSeeWhatBefellAnother()
    {
        var (given, other) = (await api.Server.Sealed(), await api.Server.Sealed());
        await Tamper(other, "delete from audit_log where @row");

        ((bool?)(await given.Verify())["intact"]).Should().BeTrue();
    }

    private async Task<Guid> Tamper(Given given, string sql, int position = 3, Guid? id = null)
    {
        var row = id ?? Uuid((await EventAt(given, position))!);
        await api.Server.Database.Run(sql.Replace("@row", "organization_id = $1 and event_id = $2"), given.OrganizationId.Value, row);
        return row;
    }

    private readonly Dictionary<(Given Given, int Position), string> events = [];

    /// <summary>Which row was sealed there, even when it is gone by now.</summary>
    private async Task<string?> EventAt(Given given, int position)
    {
        if (!events.TryGetValue((given, position), out var id))
            events[(given, position)] = id = $"evt_{await api.Server.Database.Value<Guid>(
                "select event_id from audit_seals where organization_id = $1 and position = $2", given.OrganizationId.Value, (long)position)}";
        return id;
    }

    private static Guid Uuid(string id) => Guid.Parse(id["evt_".Length..]);
}
