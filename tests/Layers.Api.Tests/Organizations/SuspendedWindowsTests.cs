using System.Net;
using Layers.Api.Tests.Content;
using Layers.Application.Organizations;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Organizations;

/// <summary>Nobody can decide in a suspended organization, so its review windows stand still.</summary>
public sealed class SuspendedWindowsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Duration Suspension = Duration.FromDays(3);
    private static readonly Duration Tick = Duration.FromMilliseconds(1);

    [Theory]
    [InlineData(OrganizationEnvironment.Live)]
    [InlineData(OrganizationEnvironment.Test)]
    public async Task Window_GoesOnWhereItStood(OrganizationEnvironment environment)
    {
        var given = await Given.Organization(api.Server, environment);
        if (environment == OrganizationEnvironment.Test)
            await given.Client.PostJson("/v1/test/clock", new { advance = "P30D" });
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));
        api.Clock.Advance(Duration.FromHours(4));
        var before = await AutoApproveAt(given, id);

        await Suspend(given);

        (await AutoApproveAt(given, id)).Should().Be(before + Suspension);
        api.Clock.Advance(Duration.FromHours(6) - Tick);
        (await StatusAfterSweep(given, id)).Should().Be("pending");
        api.Clock.Advance(Tick);
        (await StatusAfterSweep(given, id)).Should().Be("approved");
    }

    [Fact]
    public async Task Notice_ComesBeforeTheLaterEnd_AndOnce()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));

        await Suspend(given);

        (await api.NoticesAfterSweep(id, given)).Should().BeEmpty("nothing is about to end");
        api.Clock.Advance(Duration.FromHours(10) - Tick);
        (await api.NoticesAfterSweep(id, given)).Should().ContainSingle();
        (await StatusAfterSweep(given, id)).Should().Be("pending");
        api.Clock.Advance(Tick);
        (await api.NoticesAfterSweep(id, given)).Should().ContainSingle();
        (await StatusAfterSweep(given, id)).Should().Be("approved");
    }

    [Fact]
    public async Task Window_ThatWasHeldBefore_IsNotMadeLongerTwice()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));
        api.Clock.Advance(Duration.FromHours(4));
        await given.Client.PostJson($"/v1/content/{id}/hold");

        await Suspend(given);

        (await given.Client.PostJson($"/v1/content/{id}/release")).Status.Should().Be(HttpStatusCode.OK);
        (await AutoApproveAt(given, id)).Should().Be(api.Clock.GetCurrentInstant() + Duration.FromHours(6));
    }

    [Fact]
    public async Task Window_OfWhatIsNotCompletedYet_StandsStillToo()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Queued(await given.GatedProject(window: "PT10H"));
        var before = await AutoApproveAt(given, id);

        await Suspend(given);

        (await AutoApproveAt(given, id)).Should().Be(before + Suspension);
    }

    [Fact]
    public async Task Window_ThatEndedBefore_HasEnded()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));
        api.Clock.Advance(Duration.FromHours(10));

        await Suspend(given);

        (await StatusAfterSweep(given, id)).Should().Be("approved");
    }

    [Fact]
    public async Task Window_ThatBeganWhileTheSuspensionSpread_BeginsWithTheResumption()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));
        await api.Server.Database.Run("update containers set review_since = review_since + interval '1 second' where container_id = $1", id.Uuid());

        await Suspend(given);

        (await AutoApproveAt(given, id)).Should().Be(api.Clock.GetCurrentInstant() + Duration.FromHours(10));
    }

    [Fact]
    public async Task Resuming_TwiceAtOnce_MovesTheWindowOnce()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT10H"));
        var before = await AutoApproveAt(given, id);
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        api.Clock.Advance(Suspension);

        var resumed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.Server.Send(new ResumeOrganization(), given.OrganizationId)));

        resumed.Count(one => one.IsChanged).Should().Be(1);
        await Opened(given);
        (await AutoApproveAt(given, id)).Should().Be(before + Suspension);
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);
        (await AutoApproveAt(given, id)).Should().Be(before + Suspension);
    }

    [Fact]
    public async Task Windows_OfMoreThanOneStatementMoves_AllMoveByTheSame()
    {
        var project = await api.Given.GatedProject();
        await api.ManyPending(project, 10_050);
        const string since = "select min(review_since) || ' to ' || max(review_since) from containers where project_id = $1";
        const string moved = "select min(review_since + $2) || ' to ' || max(review_since + $2) from containers where project_id = $1";
        var expected = await api.Server.Database.Value<string>(moved, project.Uuid(), Suspension.ToTimeSpan());

        await Suspend(api.Given);

        (await api.Server.Database.Value<string>(since, project.Uuid())).Should().Be(expected);
    }

    /// <summary>For three days, in which the workers look as they always do.</summary>
    private async Task Suspend(Given given)
    {
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        api.Clock.Advance(Suspension);
        await api.Sweep();
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);
        await Opened(given);
    }

    private async Task<string?> StatusAfterSweep(Given given, string id)
    {
        await api.Sweep();
        return (string?)(await given.Container(id))["approvalStatus"];
    }

    private static async Task<Instant> AutoApproveAt(Given given, string id) =>
        NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)(await given.Container(id))["gate"]!["autoApproveAt"]!).Value;

    private static Task Opened(Given given) =>
        Eventually.Holds(async () => (await given.Client.GetJson("/v1/whoami")).Status == HttpStatusCode.OK, "it is open again");
}
