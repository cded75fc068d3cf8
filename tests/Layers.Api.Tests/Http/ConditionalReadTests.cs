using System.Net;
using Layers.Application.Organizations;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

public sealed class ConditionalReadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Container_ShowsItsRevisionAsETag_AndEveryChangeRaisesIt()
    {
        var project = await api.Given.GatedProject();
        var (id, address) = await api.Given.StartedUpload(project, Given.Picture());
        (await ETagOf(id)).Should().Be("\"1\"");

        await api.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        var finished = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "One" });
        (finished.Header("ETag"), await ETagOf(id)).Should().Be(("\"2\"", "\"2\""));

        var corrected = await api.Client.PatchJson($"/v1/content/{id}", new { caption = "Two" });
        (corrected.Header("ETag"), await ETagOf(id)).Should().Be(("\"3\"", "\"3\""));
        ((int?)corrected.Json["revision"]).Should().Be(3);

        var approved = await api.Client.PostJson($"/v1/content/{id}/approve");
        (approved.Header("ETag"), await ETagOf(id)).Should().Be(("\"4\"", "\"4\""));
    }

    [Fact]
    public async Task Reject_ShowsTheNewRevisionAsETag()
    {
        var id = await api.Given.Pending();

        (await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "No." })).Header("ETag").Should().Be("\"3\"");
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("W/\"2\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"x\",W/\"2\"")]
    public async Task Get_WithIfNoneMatchOfTheRevision_Returns304WithoutBody(string tags)
    {
        var id = await PendingUnderAnOldPolicy("PT1H");

        var answer = await api.Client.GetJson($"/v1/content/{id}", ("If-None-Match", tags));

        answer.Status.Should().Be(HttpStatusCode.NotModified);
        answer.Body.Should().BeEmpty();
        answer.Header("ETag").Should().Be("\"2\"");
        answer.Header("X-Request-Id").Should().StartWith("req_");
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"3\"")]
    [InlineData("2")]
    [InlineData("\"02\"")]
    [InlineData("garbage")]
    [InlineData("\"1\", \"3\"")]
    [InlineData("\"1\" \"2\"")]
    [InlineData("\"2\", *")]
    public async Task Get_WithIfNoneMatchOfAnythingElse_AnswersTheContainer(string tags)
    {
        var id = await api.Given.Pending();

        var answer = await api.Client.GetJson($"/v1/content/{id}", ("If-None-Match", tags));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Text("id").Should().Be(id);
    }

    [Fact]
    public async Task Get_AfterTheProjectWasArchived_ShowsTheShutGate()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        var answer = await GetIfChanged(id);

        (answer.Status, answer.Header("ETag")).Should().Be((HttpStatusCode.OK, "\"2\""), "archiving is no change of the container");
        ((string?)answer.Json["gate"]!["reasons"]![0]).Should().Be("project_archived");
    }

    [Fact]
    public async Task Get_AfterThePolicyWasChanged_ShowsTheNewHour_UntilTheNextRevision()
    {
        var id = await PendingUnderAnOldPolicy("PT1H");
        (await GetIfChanged(id)).Status.Should().Be(HttpStatusCode.NotModified);
        await api.Given.Policy((string)(await api.Given.Container(id))["projectId"]!, new { autoApproveAfter = "PT5H" });

        var answer = await GetIfChanged(id);

        ((string?)answer.Json["gate"]!["autoApproveAt"]).Should().Be((api.Clock.GetCurrentInstant() + Duration.FromHours(5)).ToString(), "not even a millisecond later");
        api.Clock.Advance(Duration.FromMinutes(3));
        await api.Client.PatchJson($"/v1/content/{id}", new { caption = "Two" });
        (await GetIfChanged(id)).Status.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Get_AfterANodeWhoseClockIsBehindHasChangedThePolicy_ShowsTheNewHour()
    {
        var id = await PendingUnderAnOldPolicy("PT1H");
        var project = (string)(await api.Given.Container(id))["projectId"]!;
        await api.Given.Policy(project, new { autoApproveAfter = "PT5H" });
        await api.Server.Database.Run("update approval_policies set updated_at = updated_at - interval '20 s' where project_id = $1", project.Uuid());

        var answer = await GetIfChanged(id);

        ((string?)answer.Json["gate"]!["autoApproveAt"]).Should().Be((api.Clock.GetCurrentInstant() + Duration.FromHours(5)).ToString());
    }

    [Fact]
    public async Task Get_AfterASuspension_ShowsTheLaterHour()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject(window: "PT1H"));
        var before = await given.Client.GetJson($"/v1/content/{id}");
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        api.Clock.Advance(Duration.FromDays(1));
        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);

        var answer = await given.Client.GetJson($"/v1/content/{id}", ("If-None-Match", before.Header("ETag")!));

        answer.Header("ETag").Should().Be(before.Header("ETag"));
        ((string?)answer.Json["gate"]!["autoApproveAt"]).Should().NotBe((string?)before.Json["gate"]!["autoApproveAt"]);
    }

    [Fact]
    public async Task Get_WhereDecisionsAreCounted_ShowsTheCount()
    {
        var project = await api.Given.GatedProject(firstN: 3);
        var (id, other) = (await api.Given.Pending(project), await api.Given.Pending(project));
        await api.Client.PostJson($"/v1/content/{other}/approve");

        ((int?)(await GetIfChanged(id)).Json["gate"]!["firstN"]!["decided"]).Should().Be(1);
    }

    private async Task<string> PendingUnderAnOldPolicy(string window)
    {
        var project = await api.Given.GatedProject(window: window);
        api.Clock.Advance(Duration.FromMinutes(3));
        return await api.Given.Pending(project);
    }

    private async Task<Answer> GetIfChanged(string id) => await api.Client.GetJson($"/v1/content/{id}", ("If-None-Match", (await ETagOf(id))!));

    private async Task<string?> ETagOf(string id) => (await api.Client.GetJson($"/v1/content/{id}")).Header("ETag");
}
