using System.Net;
using Layers.Application.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class AutoApproveTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Silence_ForTheWholeWindow_ApprovesLikeAPerson()
    {
        var project = await api.Given.GatedProject(window: "PT24H");
        var id = await api.Given.Pending(project);
        var account = await api.Given.Account(project);
        var scheduledFor = api.Clock.GetCurrentInstant() + Duration.FromHours(30);
        var schedule = await api.Client.PostJson($"/v1/content/{id}/schedule", new
        {
            scheduledFor = scheduledFor.ToString(),
            targets = new[] { new { socialAccountId = account, mode = "publish" } },
        });
        var post = (string)schedule.Json["scheduledPostIds"]![0]!;

        api.Clock.Advance(Duration.FromHours(24) - Duration.FromMilliseconds(1));
        await Sweep();
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");

        api.Clock.Advance(Duration.FromMilliseconds(1));
        await Sweep();
        var container = await api.Given.Container(id);
        ((string?)container["approvalStatus"]).Should().Be("approved");
        ((string?)container["approvedBy"]).Should().Be("system:auto_approve");
        container["approvedByName"].Should().BeNull();
        ((string?)container["decisionSource"]).Should().Be("timeout");
        (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("status").Should().Be("queued");

        var audit = (await api.Given.Audit()).Single(row => row.Type == "content.approved" && (string?)row.Data["containerId"] == id);
        audit.Actor.Should().Be("system:auto_approve");
        audit.ActorType.Should().Be("system");
        audit.ApiKey.Should().BeNull();
        ((string?)audit.Data["promotion"]!["scheduledPostIds"]![0]).Should().Be(post);
    }

    [Fact]
    public async Task Window_ChangedUnsetAndSetAgain_CountsAsItIsNow()
    {
        var project = await api.Given.GatedProject(window: "P7D");
        var id = await api.Given.Pending(project);
        api.Clock.Advance(Duration.FromHours(2));

        await api.Given.Policy(project, new { autoApproveAfter = (string?)null });
        (await StatusAfterSweep(id)).Should().Be("pending", "there is no window");
        await api.Given.Policy(project, new { autoApproveAfter = "PT3H" });
        (await StatusAfterSweep(id)).Should().Be("pending", "three hours have not passed");
        await api.Given.Policy(project, new { requiresApproval = false, autoApproveAfter = "PT2H" });
        (await StatusAfterSweep(id)).Should().Be("approved", "the window counts from the creation, whatever the switch says");
    }

    [Fact]
    public async Task Container_CompletedAfterItsDeadline_IsApprovedAtOnce()
    {
        var project = await api.Given.GatedProject(window: "PT1H");
        var bytes = Given.Picture();
        var (id, address) = await api.Given.StartedUpload(project, bytes);
        (await api.Client.PutBytes(address, bytes, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        api.Clock.Advance(Duration.FromHours(3));
        (await StatusAfterSweep(id)).Should().Be("pending", "it is not completed");

        await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Late." });

        (await StatusAfterSweep(id)).Should().Be("approved");
    }

    [Fact]
    public async Task Hold_StopsTheClock_AndReleaseLetsItGoOnWhereItStood()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT10H"));
        api.Clock.Advance(Duration.FromHours(4));
        var held = await api.Client.PostJson($"/v1/content/{id}/hold");
        held.Status.Should().Be(HttpStatusCode.OK, held.Body);
        held.Json["heldAt"].Should().NotBeNull();
        held.Json["gate"]!["autoApproveAt"].Should().BeNull("the clock stands");

        api.Clock.Advance(Duration.FromHours(100));
        (await StatusAfterSweep(id)).Should().Be("pending");
        var released = await api.Client.PostJson($"/v1/content/{id}/release");
        ((string?)released.Json["gate"]!["autoApproveAt"]).Should().Be((api.Clock.GetCurrentInstant() + Duration.FromHours(6)).ToString());

        api.Clock.Advance(Duration.FromHours(5));
        (await StatusAfterSweep(id)).Should().Be("pending");
        api.Clock.Advance(Duration.FromHours(1));
        (await StatusAfterSweep(id)).Should().Be("approved");
        (await api.Given.Audit()).Select(row => row.Type).Should().ContainInOrder("content.held", "content.released");
    }

    [Theory]
    [InlineData("queued", HttpStatusCode.OK)]
    [InlineData("processing", HttpStatusCode.OK)]
    [InlineData("failed", HttpStatusCode.UnprocessableEntity)]
    [InlineData("canceled", HttpStatusCode.UnprocessableEntity)]
    public async Task Hold_OfWhatCanStillBeDecidedOnly(string status, HttpStatusCode expected)
    {
        var project = await api.Given.GatedProject(window: "PT10H");
        var id = await (status switch
        {
            "queued" => api.Given.Queued(project),
            "processing" => api.Given.Processing(project),
            "failed" => api.Given.Failed(project),
            _ => api.Given.Canceled(project),
        });

        foreach (var action in new[] { "hold", "release" })
        {
            var answer = await api.Client.PostJson($"/v1/content/{id}/{action}");

            answer.Status.Should().Be(expected, action);
            if (expected != HttpStatusCode.OK)
            {
                answer.ShouldBeErrorJson(expected, $$"""
                    { "code": "VALIDATION", "message": "Container will never be completed.", "details": { "status": "{{status}}" } }
                    """);
            }
        }
    }

    [Fact]
    public async Task Decision_ByAPerson_StopsTheClock()
    {
        var id = await api.Given.Pending(await api.Given.GatedProject(window: "PT1H"));
        (await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "Old logo." })).Status.Should().Be(HttpStatusCode.OK);
        api.Clock.Advance(Duration.FromHours(2));

        (await StatusAfterSweep(id)).Should().Be("rejected");
        (await api.Client.PostJson($"/v1/content/{id}/hold")).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    private async Task<string?> StatusAfterSweep(string id)
    {
        await Sweep();
        return (string?)(await api.Given.Container(id))["approvalStatus"];
    }

    private async Task Sweep()
    {
        while (await api.Server.Send(new AutoApproveDue()) > 0)
        {
        }
    }
}
