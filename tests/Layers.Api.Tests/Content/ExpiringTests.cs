using System.Net;
using Layers.Application.Content;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class ExpiringTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Duration Moment = Duration.FromMilliseconds(1);

    [Fact]
    public async Task Notice_ComesOnce_ATenthOfTheWindowBeforeItsEnd()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT5H"));
        var deadline = api.Clock.GetCurrentInstant() + Duration.FromHours(5);
        var before = await api.Given.Container(id);

        api.Clock.Advance(Duration.FromMinutes(270) - Moment);
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("it is too early");
        api.Clock.Advance(Moment);
        var notice = (await api.NoticesAfterSweep(id)).Should().ContainSingle().Which;
        api.Clock.Advance(Duration.FromMinutes(30) - Moment);
        (await api.NoticesAfterSweep(id)).Should().ContainSingle("it is told once");

        notice.ShouldBeJson(
            $$"""
            {
              "id": "{{id}}", "projectId": "{{before["projectId"]}}", "autoApproveAt": "{{deadline}}", "creativeType": "uploaded",
              "status": "completed", "approvalStatus": "pending", "revision": 2
            }
            """);
        (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
        (await api.Given.Audit()).Where(row => (string?)row.Data["containerId"] == id).Select(row => row.Type)
            .Should().Equal("content.created", "content.file_received", "content.generated");
        api.Clock.Advance(Moment);
        (await api.FeedAfterSweep(id)).Should().Equal("content.generated", "content.expiring", "content.approved");
    }

    [Fact]
    public async Task Notice_UnderALongWindow_ComesAnHourBeforeItsEnd()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "P7D"));

        api.Clock.Advance(Duration.FromHours(167) - Moment);
        (await api.NoticesAfterSweep(id)).Should().BeEmpty();
        api.Clock.Advance(Moment);
        (await api.NoticesAfterSweep(id)).Should().ContainSingle();
    }

    [Fact]
    public async Task Notice_OfWhatIsHeld_WaitsForTheRelease()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT5H"));
        await api.Client.PostJson($"/v1/content/{id}/hold");
        api.Clock.Advance(Duration.FromHours(100));
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("its clock stands");

        await api.Client.PostJson($"/v1/content/{id}/release");
        api.Clock.Advance(Duration.FromMinutes(270) - Moment);
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("the whole window lies before it");
        api.Clock.Advance(Moment);
        (await api.NoticesAfterSweep(id)).Should().ContainSingle();

        await api.Client.PostJson($"/v1/content/{id}/hold");
        api.Clock.Advance(Duration.FromHours(1));
        await api.Client.PostJson($"/v1/content/{id}/release");
        (await api.NoticesAfterSweep(id)).Should().ContainSingle("it was told before");
        api.Clock.Advance(Duration.FromMinutes(30));
        (await api.FeedAfterSweep(id)).Should().Equal("content.generated", "content.expiring", "content.approved");
    }

    [Fact]
    public async Task Notice_GoesByTheWindowAsItIsNow()
    {
        var project = await api.Given.GatedProject(window: "PT5H");
        var id = await api.Given.Pending(project);
        api.Clock.Advance(Duration.FromMinutes(280));

        await api.Given.Policy(project, new { autoApproveAfter = (string?)null });
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("there is no window");
        await api.Given.Policy(project, new { autoApproveAfter = "PT10H" });
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("the window is longer now");
        await api.Given.Policy(project, new { autoApproveAfter = "PT5H" });
        (await api.NoticesAfterSweep(id)).Should().ContainSingle();
        await api.Given.Policy(project, new { autoApproveAfter = (string?)null });
        await api.Given.Policy(project, new { autoApproveAfter = "PT281M" });
        (await api.NoticesAfterSweep(id)).Should().ContainSingle("it was told before");
    }

    [Fact]
    public async Task Approval_UnderAWindowThatWasShortened_TellsItFirst()
    {
        var project = await api.Given.GatedProject(window: "P7D");
        var (id, other) = (await api.Given.Pending(project), await api.Given.Pending(project));
        api.Clock.Advance(Duration.FromHours(2));

        await api.Given.Policy(project, new { autoApproveAfter = "PT1H" });

        (await api.FeedAfterSweep(id)).Should().Equal("content.generated", "content.expiring", "content.approved");
        (await api.FeedAfterSweep(other)).Should().Equal("content.generated", "content.expiring", "content.approved");
        var notice = (await api.NoticesAfterSweep(id)).Single();
        ((string?)notice["approvalStatus"]).Should().Be("pending");
        ((string?)notice["autoApproveAt"]).Should().Be((api.Clock.GetCurrentInstant() - Duration.FromHours(1)).ToString());
    }

    [Fact]
    public async Task Approval_WithAScheduleThatWaited_TellsItFirst()
    {
        var project = await api.Given.GatedProject(window: "PT1H");
        var id = await api.Given.Pending(project);
        await api.Client.PostJson($"/v1/content/{id}/schedule", new
        {
            scheduledFor = (api.Clock.GetCurrentInstant() + Duration.FromHours(9)).ToString(),
            targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } },
        });
        api.Clock.Advance(Duration.FromHours(2));

        (await api.FeedAfterSweep(id)).Should().Equal("content.generated", "content.expiring", "content.approved", "post.scheduled");
    }

    [Fact]
    public async Task Approval_OfWhatWasCompletedAfterItsDeadline_TellsItFirst()
    {
        var bytes = Given.Picture();
        var (id, address) = await api.Given.StartedUpload(await api.Given.GatedProject(window: "PT1H"), bytes);
        await api.Client.PutBytes(address, bytes, "image/jpeg");
        api.Clock.Advance(Duration.FromMinutes(59));
        (await api.NoticesAfterSweep(id)).Should().BeEmpty("it is not completed");
        api.Clock.Advance(Duration.FromHours(3));

        (await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Late." })).Status.Should().Be(HttpStatusCode.OK);

        (await api.FeedAfterSweep(id)).Should().Equal("content.generated", "content.expiring", "content.approved");
    }

    [Fact]
    public async Task Notice_IsNeitherForWhatIsDecided_NorForWhatSilenceCannotApprove()
    {
        var window = await api.Given.GatedProject(window: "PT1H");
        var (approved, rejected) = (await api.Given.Pending(window), await api.Given.Pending(window));
        var unfinished = await api.Given.Queued(window);
        await api.Given.Policy(window, new { requiresApproval = false });
        var ungated = await api.Given.Uploaded(window);
        var windowless = await api.Given.Pending();
        var closed = await api.Given.GatedProject(window: "PT1H");
        var archived = await api.Given.Pending(closed);
        await api.Client.PostJson($"/v1/content/{approved}/approve");
        await api.Client.PostJson($"/v1/content/{rejected}/reject", new { reason = "Old logo." });
        await api.Client.DeleteJson($"/v1/projects/{closed}");
        api.Clock.Advance(Duration.FromMinutes(59));

        foreach (var id in new[] { approved, rejected, unfinished, ungated, windowless, archived })
            (await api.NoticesAfterSweep(id)).Should().BeEmpty();
        api.Clock.Advance(Duration.FromHours(2));
        foreach (var id in new[] { approved, rejected, unfinished, ungated, windowless, archived })
            (await api.NoticesAfterSweep(id)).Should().BeEmpty();
    }

    [Fact]
    public async Task Notice_ByTwoServersAtOnce_ComesOnceOfEach()
    {
        var given = await Given.Organization(api.Server);
        var project = await given.GatedProject(window: "PT5H");
        await given.Pending(project);
        await api.Server.Database.Run(Copies, project.Uuid(), 1_200);
        api.Clock.Advance(Duration.FromMinutes(280));
        await using var other = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);

        await Crowd.Of(6, async index =>
        {
            var server = index % 2 == 0 ? api.Server : other;
            while (await server.Send(new AnnounceExpiring()) > 0)
            {
            }

            return index;
        });

        const string counts =
            """
            select array[count(*), count(distinct data ->> 'id')] from events
            where organization_id = $1 and event_type = 'content.expiring'
            """;
        (await api.Server.Database.Value<long[]>(counts, given.OrganizationId.Value)).Should().Equal(1_201, 1_201);
    }

    [Fact]
    public async Task Notice_InATestOrganization_ComesByTheClockThatItTurned()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var id = await given.Pending(await given.GatedProject(window: "PT5H"));
        var other = await api.Given.Pending(await api.Given.GatedProject(window: "PT5H"));

        await given.Client.PostJson("/v1/test/clock", new { advance = "PT4H29M59S" });
        (await api.NoticesAfterSweep(id, given)).Should().BeEmpty();
        await given.Client.PostJson("/v1/test/clock", new { advance = "PT1S" });
        (await api.NoticesAfterSweep(id, given)).Should().ContainSingle();
        (await api.NoticesAfterSweep(other)).Should().BeEmpty("its organization's clock stands where it stood");
    }

    private const string Copies =
        """
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select c.organization_id, gen_random_uuid(), c.project_id, c.creative_type, c.status, c.approval_status, c.revision, c.created_at, c.review_since,
          c.completed_at, c.assets, c.preview, c.primary_asset, c.platform_fit
        from containers c, generate_series(1, $2)
        where c.project_id = $1
        """;
}

/// <summary>The same under settings of an operator's own.</summary>
public sealed class ExpiringSettingsTests(ExpiringSettingsTests.Fixture api) : IClassFixture<ExpiringSettingsTests.Fixture>
{
    [Theory]
    [InlineData("PT4M", 2 * 60)]
    [InlineData("PT24H", (24 * 60 * 60) - (3 * 60))]
    public async Task Notice_ComesAsLongBefore_AsIsSet(string window, int seconds)
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: window));

        api.Clock.Advance(Duration.FromSeconds(seconds) - Duration.FromMilliseconds(1));
        (await api.NoticesAfterSweep(id)).Should().BeEmpty();
        api.Clock.Advance(Duration.FromMilliseconds(1));
        (await api.NoticesAfterSweep(id)).Should().ContainSingle();
    }

    public sealed class Fixture : ApiFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Layers:Approval:ExpiringShare"] = "0.5",
            ["Layers:Approval:ExpiringAtMostSeconds"] = "180",
        };
    }
}
