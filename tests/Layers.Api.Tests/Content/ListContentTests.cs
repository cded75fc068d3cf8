using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class ListContentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private string MediaBase => $"{api.Server.Address}media/content-container";

    [Fact]
    public async Task List_OfPendingSlideshow_AnswersTheSeedsExample()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Generated(project, "Your first 30 days of running.", slides: 3);

        var urls = (await api.Given.Container(id))["assets"]!.AsArray().Select(asset => (string)asset!["url"]!).ToList();
        var (one, two, three) = (urls[0], urls[1], urls[2]);
        urls.Should().OnlyHaveUniqueItems().And.OnlyContain(url => url.StartsWith(api.Server.Address.AbsoluteUri, StringComparison.Ordinal));
        (await List(project)).ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "items": [{
                "id": "{{id}}", "status": "completed", "format": "slideshow-builder", "caption": "Your first 30 days of running.",
                "creativeType": "generated", "adsEnrollment": "auto", "approvalStatus": "pending",
                "createdAt": "{{api.Now}}", "completedAt": "{{api.Now}}", "revision": 2, "heldAt": null,
                "preview": {
                  "kind": "slideshow", "primaryUrl": "{{one}}", "thumbnailUrl": "{{one}}", "imageUrls": ["{{one}}", "{{two}}", "{{three}}"],
                  "aspectRatio": "9:16"
                },
                "primaryAsset": { "assetId": "asset-1", "kind": "image", "thumbnailUrl": "{{one}}" }
              }],
              "nextCursor": null
            }
            """);
    }

    [Fact]
    public async Task List_WithWindow_ShowsWhenSilenceApproves_OnPendingRowsOnly()
    {
        var project = await api.Given.GatedProject(window: "PT24H");
        var (pending, approved) = (await api.Given.Pending(project), await api.Given.Pending(project));
        await api.Client.PostJson($"/v1/content/{approved}/approve");
        var queued = await api.Given.Queued(project);
        await api.Given.Policy(project, new { requiresApproval = false });
        var ungated = await api.Given.Uploaded(project);
        var dueAt = NodaTime.Text.InstantPattern.ExtendedIso.Format(api.Clock.GetCurrentInstant() + Duration.FromHours(24));

        var rows = (await List(project)).Json["items"]!.AsArray().ToDictionary(row => (string)row!["id"]!, row => row!.AsObject());

        ((string?)rows[pending]["autoApproveAt"], (string?)rows[queued]["autoApproveAt"]).Should().Be((dueAt, dueAt));
        rows[approved].ContainsKey("autoApproveAt").Should().BeFalse();
        rows[ungated].ContainsKey("autoApproveAt").Should().BeFalse();
    }

    [Fact]
    public async Task List_WhenHeld_ShowsNoSuchTime_AndTheLaterOneOnceReleased()
    {
        var project = await api.Given.GatedProject(window: "PT24H");
        var id = await api.Given.Pending(project);
        await api.Client.PostJson($"/v1/content/{id}/hold");
        api.Clock.Advance(Duration.FromHours(6));

        var held = (await List(project)).Json["items"]![0]!.AsObject();
        await api.Client.PostJson($"/v1/content/{id}/release");
        var released = (await List(project)).Json["items"]![0]!;

        held.ContainsKey("autoApproveAt").Should().BeFalse();
        ((string?)released["autoApproveAt"]).Should().Be(NodaTime.Text.InstantPattern.ExtendedIso.Format(api.Clock.GetCurrentInstant() + Duration.FromHours(24)));
    }

    [Fact]
    public async Task List_ShowsRevisionAndHold_AsTheContainerDoes()
    {
        var project = await api.Given.GatedProject();
        var (held, corrected) = (await api.Given.Pending(project), await api.Given.Pending(project));
        await api.Client.PostJson($"/v1/content/{held}/hold");
        await api.Client.PatchJson($"/v1/content/{corrected}", new { caption = "Once." });
        await api.Client.PatchJson($"/v1/content/{corrected}", new { caption = "Twice." });

        foreach (var row in (await List(project)).Json["items"]!.AsArray())
        {
            var container = await api.Given.Container((string)row!["id"]!);
            ((int)row["revision"]!, (string?)row["heldAt"]).Should().Be(((int)container["revision"]!, (string?)container["heldAt"]));
        }
    }

    [Fact]
    public async Task List_OfAnArchivedProject_ShowsNoTimeAtWhichSilenceApproves()
    {
        var project = await api.Given.GatedProject(window: "PT24H");
        await api.Given.Pending(project);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        (await List(project)).Json["items"]![0]!.AsObject().Should().NotContainKey("autoApproveAt");
    }

    [Fact]
    public async Task List_OfUnfinishedUpload_ShowsNullsAndTheSameKeys()
    {
        var project = await api.Given.Project();
        var (id, _) = await api.Given.StartedUpload(project, Given.Picture());

        (await List(project)).ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "items": [{
                "id": "{{id}}", "status": "queued", "format": null, "caption": null, "creativeType": "uploaded", "adsEnrollment": "opted_out",
                "approvalStatus": "not_required", "createdAt": "{{api.Now}}", "completedAt": null, "revision": 1, "heldAt": null,
                "preview": null, "primaryAsset": null
              }],
              "nextCursor": null
            }
            """);
    }

    [Fact]
    public async Task List_IsNewestFirst_AndAnEditDoesNotMoveARow()
    {
        var project = await api.Given.Project();
        var ids = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            ids.Insert(0, await api.Given.Uploaded(project));
            api.Clock.Advance(Duration.FromMilliseconds(1));
        }

        await api.Client.PatchJson($"/v1/content/{ids[2]}", new { caption = "Edited last." });

        (await List(project)).Json["items"]!.AsArray().Select(row => (string?)row!["id"]).Should().Equal(ids);
    }

    [Fact]
    public async Task List_ShowsItsOwnProjectOnly()
    {
        var (project, another) = (await api.Given.Project(), await api.Given.Project());
        var id = await api.Given.Queued(project);
        await api.Given.Queued(another);

        (await List(project)).Json["items"]!.AsArray().Select(row => (string?)row!["id"]).Should().Equal(id);
    }

    [Fact]
    public async Task List_WithoutLimit_Has25Rows_AndTakesUpTo200()
    {
        var project = await api.Given.Project();
        var file = new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 9 };
        for (var round = 0; round < 3; round++)
            await api.Client.PostJson($"/v1/projects/{project}/content/uploads", new { files = Enumerable.Repeat(file, 10) });

        var first = await List(project);
        first.Json["items"]!.AsArray().Should().HaveCount(25);
        var second = await List(project, $"?cursor={first.Text("nextCursor")}");
        second.Json["items"]!.AsArray().Should().HaveCount(5);
        second.Json["nextCursor"].Should().BeNull();
        (await List(project, "?limit=200")).Json["items"]!.AsArray().Should().HaveCount(30);
    }

    [Fact]
    public async Task List_OfUnknownProject_Returns404() =>
        (await List($"prj_{Guid.NewGuid()}")).ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Project not found." }""");

    [Fact]
    public async Task List_OfArchivedProject_StaysReadable()
    {
        var project = await api.Given.Project();
        await api.Given.Queued(project);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        (await List(project)).Json["items"]!.AsArray().Should().ContainSingle();
    }

    private Task<Answer> List(string project, string query = "") => api.Client.GetJson($"/v1/projects/{project}/content{query}");
}
