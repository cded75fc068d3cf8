using System.Net;
using Layers.Api.Tests.Races;
using Layers.Api.Tests.Uploads;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Organizations;
using Layers.Application.Retention;
using Layers.Domain.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>An upload that nobody finalizes comes to an end, and so do its bytes.</summary>
public sealed class ExpireUploadsTests(RetentionFixture api) : IClassFixture<RetentionFixture>
{
    private static readonly Duration ADay = Duration.FromHours(24);

    [Fact]
    public async Task Upload_NotFinalizedWithinADay_FailsAndItsFilesAreRemoved()
    {
        var id = await api.Sent(UploadFixture.Jpeg, UploadFixture.Jpeg);
        api.FilesOf(id).Should().HaveCount(2);
        api.Clock.Advance(ADay);

        await Expire();

        var container = await api.Given.Container(id);
        container.TextOf("status").Should().Be("failed");
        container["lastError"]!.ToJsonString().Should().Be(
            """{"code":"UPLOAD_EXPIRED","message":"The upload was not finalized in time, and its files were removed. Start a new upload."}""");
        (container.TextOf("failedAt"), container.TextOf("mediaRemovedAt")).Should().Be((api.Now, api.Now));
        ((int?)container["revision"]).Should().Be(2);
        container["assets"]!.AsArray().Should().BeEmpty();
        api.FilesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Upload_ThatExpires_LeavesOneEventAndOneAuditRow()
    {
        var (id, _) = await api.Started(UploadFixture.Jpeg);
        api.Clock.Advance(ADay);

        await Expire();
        await Expire();

        (await api.Events("content.failed", id)).Should().Be(1);
        var row = (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.failed").Subject;
        row.Actor.Should().Be("system:retention");
        row.Data["error"]!["code"]!.GetValue<string>().Should().Be("UPLOAD_EXPIRED");
    }

    [Fact]
    public async Task Upload_ThatIsNotADayOld_OrIsFinalized_Stays()
    {
        var finalized = await api.Sent(UploadFixture.Jpeg);
        (await api.Complete(finalized)).Status.Should().Be(HttpStatusCode.OK);
        var old = await api.Sent(UploadFixture.Jpeg);
        api.Clock.Advance(Duration.FromMilliseconds(1));
        var younger = await api.Sent(UploadFixture.Jpeg);
        api.Clock.Advance(ADay - Duration.FromMilliseconds(1));

        await Expire();

        (await StatusOf(finalized)).Should().Be("completed");
        (await StatusOf(old)).Should().Be("failed");
        (await StatusOf(younger)).Should().Be("queued");
        api.FilesOf(younger).Should().ContainSingle();
        (await api.Complete(younger)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ExpiredUpload_IsBlockedForGood_AndCountsForNothing()
    {
        var project = await api.Given.GatedProject(firstN: 1, window: "P7D");
        var (id, _) = await api.Given.StartedUpload(project, Given.Picture());
        api.Clock.Advance(ADay);

        await Expire();

        var gate = (await api.Client.GetJson($"/v1/content/{id}/gate")).Json;
        gate["blocked"]!.GetValue<bool>().Should().BeTrue();
        gate.TextOf("code").Should().Be("VALIDATION");
        gate["reasons"]!.ToJsonString().Should().Contain("upload_expired");
        gate["next"]!.ToJsonString().Should().Be("""["create"]""");
        gate["autoApproveAt"].Should().BeNull();
        ((int?)gate["firstN"]!["decided"]).Should().Be(0);
        var row = (await api.Client.GetJson($"/v1/projects/{project}/content?status=failed")).Json["items"]!.AsArray().Should().ContainSingle().Subject!;
        row["autoApproveAt"].Should().BeNull();
        (await api.Client.PostJson($"/v1/content/{id}/approve")).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
        var targets = new[] { new { socialAccountId = await api.Given.Account(project), mode = "publish" } };
        (await api.Client.PostJson($"/v1/content/{id}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets }))
            .ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
        (await api.Given.Container((await api.Given.StartedUpload(project, Given.Picture())).Id)).TextOf("approvalStatus").Should().Be("pending");
    }

    [Fact]
    public async Task Finalize_OfAnExpiredUpload_Returns409ThatSaysSo()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        api.Clock.Advance(ADay);
        await Expire();

        var error = (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        error["details"]!.ToJsonString().Should().Be("""{"status":"failed","code":"UPLOAD_EXPIRED"}""");
    }

    [Fact]
    public async Task Upload_OfAnArchivedProject_ExpiresToo()
    {
        var project = await api.Given.Project();
        var (id, _) = await api.Given.StartedUpload(project, Given.Picture());
        await api.Client.DeleteJson($"/v1/projects/{project}");
        api.Clock.Advance(ADay);

        await Expire();

        (await StatusOf(id)).Should().Be("failed");
    }

    [Theory]
    [InlineData(OrganizationEnvironment.Live)]
    [InlineData(OrganizationEnvironment.Test)]
    public async Task Upload_OfASuspendedOrganization_HasItsWholeTimeAgainWhenItIsResumed(OrganizationEnvironment environment)
    {
        var given = await Given.Organization(api.Server, environment);
        if (environment == OrganizationEnvironment.Test)
            await given.Client.PostJson("/v1/test/clock", new { advance = "P30D" });
        var (id, _) = await given.StartedUpload(await given.Project(), Given.Picture());
        api.Clock.Advance(Duration.FromHours(23));
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        api.Clock.Advance(Duration.FromDays(3));
        await Expire();
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);

        await Expire();
        (await StoredStatus()).Should().Be("queued");
        api.Clock.Advance(ADay - Duration.FromMilliseconds(1));
        await Expire();
        (await StoredStatus()).Should().Be("queued");
        api.Clock.Advance(Duration.FromMilliseconds(1));
        await Expire();
        (await StoredStatus()).Should().Be("failed");

        Task<string?> StoredStatus() => api.Server.Database.Value<string>("select status from containers where container_id = $1", id.Uuid());
    }

    [Fact]
    public async Task Upload_OfATestOrganizationThatWasResumed_ExpiresByItsOwnClock()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);
        await Eventually.Holds(async () => (await given.Client.GetJson("/v1/whoami")).Status == HttpStatusCode.OK, "the organization is known to be active");
        var (id, _) = await given.StartedUpload(await given.Project(), Given.Picture());
        await given.Client.PostJson("/v1/test/clock", new { advance = "PT25H" });

        await Expire();

        (await given.Container(id)).TextOf("status").Should().Be("failed");
    }

    [Fact]
    public async Task Upload_OfATestOrganization_ExpiresByItsOwnClock()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var (id, _) = await given.StartedUpload(await given.Project(), Given.Picture());
        var (other, _) = await api.Started(UploadFixture.Jpeg);
        await given.Client.PostJson("/v1/test/clock", new { advance = "PT24H" });

        await Expire();

        (await given.Container(id)).TextOf("status").Should().Be("failed");
        (await StatusOf(other)).Should().Be("queued");
    }

    private async Task<string?> StatusOf(string id) => (await api.Given.Container(id)).TextOf("status");

    /// <summary>All of them, also those that other tests have left behind.</summary>
    private async Task Expire()
    {
        while (await api.Server.Send(new ExpireUploads()) > 0)
        {
        }
    }
}
