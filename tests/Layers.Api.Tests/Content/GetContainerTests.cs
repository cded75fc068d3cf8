using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class GetContainerTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string OpenGate = """
        { "blocked": false, "code": null, "reasons": [], "requiredScope": null, "firstN": null, "autoApproveAt": null, "next": ["schedule", "publish"] }
        """;

    private string MediaBase => $"{api.Server.Address}media/content-container";

    [Fact]
    public async Task Get_OfUploadedVideo_AnswersTheSeedsExample()
    {
        var project = await api.Given.Project();
        var createdAt = api.Now;
        var (id, address) = await api.Given.StartedUpload(project, Given.Video(), "video/mp4", "roast.mp4");
        await api.Client.PutBytes(address, Given.Video(), "video/mp4");
        api.Clock.Advance(Duration.FromSeconds(9_471));
        await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "The roast that started it all — now in stores." });

        var url = $"{MediaBase}/{id[4..]}/media/upload-1.mp4";
        (await Get(id)).ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{id}}", "projectId": "{{project}}", "status": "completed", "format": null, "hook": null, "influencerId": null,
              "sourceTiktokId": null, "mediaId": null, "caption": "The roast that started it all — now in stores.", "firstComment": null,
              "assets": [{
                "assetId": "upload-1", "kind": "video", "url": "{{url}}", "thumbnailUrl": null, "width": 1080, "height": 1920,
                "durationMs": 31000, "mimeType": "video/mp4", "sizeBytes": {{Given.Video().Length}}
              }],
              "preview": {
                "kind": "video", "primaryUrl": "{{url}}", "thumbnailUrl": null, "imageUrls": [], "videoUrl": "{{url}}", "hlsUrl": null,
                "durationMs": 31000, "aspectRatio": "9:16"
              },
              "approvalStatus": "not_required", "creativeType": "uploaded", "adsEnrollment": "opted_out",
              "platformFit": [{ "platform": "tiktok", "ok": true, "issues": [] }, { "platform": "instagram", "ok": true, "issues": [] }],
              "createdAt": "{{createdAt}}", "completedAt": "{{api.Now}}", "failedAt": null, "lastError": null, "mediaRemovedAt": null,
              "revision": 2, "approvedAt": null, "approvedBy": null, "approvedByName": null, "approvalNote": null, "rejectedAt": null,
              "rejectedBy": null, "rejectedByName": null,
              "rejectionReason": null, "decisionSource": null, "heldAt": null, "pendingSchedule": null, "gate": {{OpenGate}}
            }
            """);
    }

    [Fact]
    public async Task Get_OfGeneratedSlideshow_ShowsHowItWasMade()
    {
        var project = await api.Given.Project();
        var id = await api.Given.Generated(project, "Your first 30 days of running.", slides: 2);

        var container = (await Get(id)).Json;

        ((string?)container["format"], (string?)container["hook"]).Should().Be(("slideshow-builder", "Your first 30 days of running."));
        ((string?)container["creativeType"], (string?)container["adsEnrollment"]).Should().Be(("generated", "auto"));
        container["assets"]!.AsArray().Select(asset => (string?)asset!["assetId"]).Should().Equal("asset-1", "asset-2");
        ((string?)container["preview"]!["kind"]).Should().Be("slideshow");
        container["preview"]!.AsObject().Select(pair => pair.Key)
            .Should().BeEquivalentTo("kind", "primaryUrl", "thumbnailUrl", "imageUrls", "aspectRatio");
    }

    [Fact]
    public async Task Get_BeforeItIsMade_ShowsNoMedia()
    {
        var project = await api.Given.Project();
        var id = await api.Given.Queued(project, hook: "Beans, explained.");

        (await Get(id)).ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{id}}", "projectId": "{{project}}", "status": "queued", "format": "slideshow-builder", "hook": "Beans, explained.",
              "influencerId": null, "sourceTiktokId": null, "mediaId": null, "caption": null, "firstComment": null,
              "assets": [], "preview": null, "approvalStatus": "not_required", "creativeType": "generated", "adsEnrollment": "auto", "platformFit": [],
              "createdAt": "{{api.Now}}", "completedAt": null, "failedAt": null, "lastError": null, "mediaRemovedAt": null,
              "revision": 1, "approvedAt": null, "approvedBy": null, "approvedByName": null, "approvalNote": null, "rejectedAt": null,
              "rejectedBy": null, "rejectedByName": null,
              "rejectionReason": null, "decisionSource": null, "heldAt": null, "pendingSchedule": null,
              "gate": {
                "blocked": true, "code": "VALIDATION", "reasons": ["not_completed"], "requiredScope": null, "firstN": null,
                "autoApproveAt": null, "next": ["wait"]
              }
            }
            """);
    }

    [Fact]
    public async Task Get_OfFailed_ShowsWhenAndWhy()
    {
        var container = (await Get(await api.Given.Failed(await api.Given.Project()))).Json;

        ((string?)container["status"], (string?)container["failedAt"]).Should().Be(("failed", api.Now));
        container["lastError"]!.ToJsonString().Should().Be("""{"code":"GENERATOR_TIMEOUT","message":"The generator gave no answer."}""");
        container["completedAt"].Should().BeNull();
    }

    [Fact]
    public async Task Get_OfApproved_ShowsTheDecision()
    {
        var id = await api.Given.Pending();
        api.Clock.Advance(Duration.FromMinutes(1));
        await api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Looks good." });

        var container = (await Get(id)).Json;

        ((string?)container["approvalStatus"], (string?)container["approvedAt"]).Should().Be(("approved", api.Now));
        ((string?)container["approvedBy"], (string?)container["approvalNote"]).Should().Be((api.Given.Actor, "Looks good."));
        foreach (var key in new[] { "rejectedAt", "rejectedBy", "rejectionReason" })
            container[key].Should().BeNull();
    }

    [Fact]
    public async Task Get_OfUnknown_Returns404() =>
        (await Get($"cnt_{Guid.NewGuid()}")).ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Container not found." }""");

    private Task<Answer> Get(string id) => api.Client.GetJson($"/v1/content/{id}");
}
