using System.Net;
using Layers.Application.Content;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.TestClock;

public sealed class StoppedClockTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Advance_ByAWholeWindow_LetsSilenceApproveAndThePostGoOut()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var project = await given.GatedProject(window: "PT24H");
        var id = await given.Pending(project);
        var account = await given.Account(project);
        var schedule = await given.Client.PostJson($"/v1/content/{id}/schedule", new
        {
            scheduledFor = "2026-04-19T12:00:00Z",
            targets = new[] { new { socialAccountId = account, mode = "publish" } },
        });
        var other = await api.Given.Pending(await api.Given.GatedProject(window: "PT24H"));

        var clock = await given.Client.PostJson("/v1/test/clock", new { advance = "PT24H" });
        clock.ShouldBeJson(HttpStatusCode.OK, """{ "now": "2026-04-19T09:40:12Z" }""");
        await api.Server.Send(new AutoApproveDue());

        var container = await given.Container(id);
        ((string?)container["approvalStatus"]).Should().Be("approved");
        ((string?)container["approvedAt"]).Should().Be("2026-04-19T09:40:12Z");
        ((string?)(await api.Given.Container(other))["approvalStatus"]).Should().Be("pending", "its organization's clock stands where it stood");

        await given.Client.PostJson("/v1/test/clock", new { advance = "PT3H" });
        await api.Server.DispatchDuePosts();
        (await given.Client.GetJson($"/v1/scheduled-posts/{schedule.Json["scheduledPostIds"]![0]}")).Text("status").Should().Be("published");
    }

    [Fact]
    public async Task Advance_InALiveOrganization_IsNotFound() =>
        (await api.Client.PostJson("/v1/test/clock", new { advance = "PT24H" })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    [Fact]
    public async Task Advance_BeyondTenYears_IsRefusedAndTheClockStays()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        for (var year = 0; year < 10; year++)
            (await given.Client.PostJson("/v1/test/clock", new { advance = "P365D" })).Status.Should().Be(HttpStatusCode.OK);

        (await given.Client.PostJson("/v1/test/clock", new { advance = "PT1S" })).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "advance");
        (await given.Client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{ "advance": "-PT1H" }""")]
    [InlineData("""{ "advance": 5 }""")]
    [InlineData("{}")]
    public async Task Advance_ByNoDuration_IsRefused(string body)
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        (await given.Client.PostJson("/v1/test/clock", body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "advance");
    }
}
