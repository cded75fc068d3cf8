using System.Net;
using Layers.Application.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Races;

/// <summary>A person decides while silence does.</summary>
public sealed class SweepRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>Whoever writes the audit log waits behind this, its decision taken and not yet committed.</summary>
    private const string HoldDecisions = "lock table audit_log in share mode";

    [Fact]
    public async Task Sweep_BehindAPersonsApproval_PassesItOver()
    {
        var id = await Due();
        await using var held = await HeldLock.On(api.Server.Database, HoldDecisions);
        var approval = api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Just in time." });
        await held.UntilWaiting(1);

        (await api.Server.Send(new AutoApproveDue()).InTime()).Should().Be(0);
        await held.Release();

        (await approval).Status.Should().Be(HttpStatusCode.OK);
        (await api.Server.Send(new AutoApproveDue())).Should().Be(0);
        ((string?)(await api.Given.Container(id))["approvedBy"]).Should().Be(api.Given.Actor);
        (await Approvals(id)).Should().Be(1);
    }

    [Theory]
    [InlineData("approve", "{}")]
    [InlineData("reject", """{ "reason": "Old logo." }""")]
    public async Task Decision_BehindTheSweep_Returns409WithStatus(string decide, string body)
    {
        var id = await Due();
        await using var held = await HeldLock.On(api.Server.Database, HoldDecisions);
        var sweep = api.Server.Send(new AutoApproveDue());
        await held.UntilWaiting(1);
        var decision = api.Client.Call(HttpMethod.Post, $"/v1/content/{id}/{decide}", Http.Endpoint.Json(body));
        await held.UntilWaiting(2);

        await held.Release();

        (await sweep).Should().Be(1);
        var error = (await decision).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        ((string?)error["details"]!["approvalStatus"]).Should().Be("approved");
        ((string?)(await api.Given.Container(id))["decisionSource"]).Should().Be("timeout");
        (await Approvals(id)).Should().Be(1);
    }

    [Fact]
    public async Task Approvals_AmidSweeps_AreOneOfEachContainer()
    {
        const int containers = 24;
        var project = await api.Given.GatedProject(window: "PT1H");
        var ids = new List<string>();
        for (var i = 0; i < containers; i++)
            ids.Add(await api.Given.Pending(project));
        api.Clock.Advance(Duration.FromHours(1));

        var wins = await Crowd.Of(containers + 6, async index =>
            index < containers
                ? (await api.Client.PostJson($"/v1/content/{ids[index]}/approve")).Status switch
                {
                    HttpStatusCode.OK => 1,
                    HttpStatusCode.Conflict => 0,
                    var other => throw new InvalidOperationException($"Nobody expects {other}."),
                }
                : await api.Server.Send(new AutoApproveDue()));

        while (await api.Server.Send(new AutoApproveDue()) is var rest and > 0)
            wins = [.. wins, rest];
        wins.Sum().Should().Be(containers);
        foreach (var id in ids)
            (await Approvals(id)).Should().Be(1);
    }

    private async Task<string> Due()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT1H"));
        api.Clock.Advance(Duration.FromHours(1));
        return id;
    }

    /// <summary>As the audit log and the outbox have it; they agree.</summary>
    private async Task<long> Approvals(string id)
    {
        var inAudit = (await api.Given.Audit()).LongCount(row => row.Type == "content.approved" && (string?)row.Data["containerId"] == id);
        const string select = "select count(*) from events where organization_id = $1 and event_type = 'content.approved' and data ->> 'id' = $2";
        (await api.Server.Database.Value<long>(select, api.Given.OrganizationId.Value, id)).Should().Be(inAudit);
        return inAudit;
    }
}
