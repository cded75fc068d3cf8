using System.Net;
using System.Net.Http.Json;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

public sealed class CorrectCaptionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("The roast that started it all — now in stores.")]
    [InlineData("")]
    [InlineData(" \t leading and trailing \u00a0 ")]
    [InlineData("one\r\ntwo\rthree\nfour")]
    [InlineData("👩‍👩‍👧‍👦 🇩🇪 e\u0301 \u00e9 \u200b\u202e \ufeff")]
    [InlineData("<script>alert(1)</script> & \"quotes\" \\ ' ; drop table containers --")]
    [InlineData("media:content-container/x \"media:y")]
    [InlineData("\u0001\u001f\u007f\u2028\u2029\uffff")]
    public async Task CorrectCaption_KeepsItByteForByte(string caption)
    {
        var id = await api.Given.Uploaded(await api.Given.Project());

        var answer = await Correct(id, new { caption });

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        answer.Text("caption").Should().Be(caption);
        ((string?)(await api.Given.Container(id))["caption"]).Should().Be(caption);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("🧡")]
    public async Task CorrectCaption_CountsCodePoints_2200AreTakenAndOneMoreIsNot(string character)
    {
        var id = await api.Given.Uploaded(await api.Given.Project());
        var longest = string.Concat(Enumerable.Repeat(character, 2_200));

        (await Correct(id, new { caption = longest })).Text("caption").Should().Be(longest);
        var answer = await Correct(id, new { caption = longest + character });

        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, """
            {
              "code": "VALIDATION", "message": "caption must be at most 2,200 characters.",
              "details": { "issues": [{ "path": "caption", "message": "caption must be at most 2,200 characters." }] }
            }
            """);
        ((string?)(await api.Given.Container(id))["caption"]).Should().Be(longest);
    }

    [Fact]
    public async Task CorrectCaption_AnswersGetsShapeWithCompletedAtRefreshed()
    {
        var id = await api.Given.Uploaded(await api.Given.Project(), "Tpyo.");
        var before = await api.Given.Container(id);
        api.Clock.Advance(Duration.FromMinutes(158));

        var answer = await Correct(id, new { caption = "Typo." });

        (before["caption"], before["completedAt"], before["revision"]) = ("Typo.", api.Now, 3);
        answer.ShouldBeJson(HttpStatusCode.OK, before.ToJsonString());
        (await api.Client.GetJson($"/v1/content/{id}")).Body.Should().Be(answer.Body);
    }

    [Fact]
    public async Task CorrectCaption_ToWhatItIsAlready_LeavesNoTrace()
    {
        var id = await api.Given.Uploaded(await api.Given.Project(), "As it is.");
        var before = await api.Client.GetJson($"/v1/content/{id}");
        api.Clock.Advance(Duration.FromMinutes(1));

        var answer = await Correct(id, new { caption = "As it is." });

        (answer.Status, answer.Body, answer.Header("ETag")).Should().Be((HttpStatusCode.OK, before.Body, before.Header("ETag")));
        (await api.Client.GetJson($"/v1/content/{id}")).Body.Should().Be(before.Body);
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
        (await api.Client.Call(HttpMethod.Patch, $"/v1/content/{id}", JsonContent.Create(new { caption = "As it is." }), ("If-Match", "\"1\"")))
            .ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
    }

    [Fact]
    public async Task CorrectCaption_OfGeneratedContent_Returns422WithCreativeType()
    {
        var project = await api.Given.Project();
        foreach (var id in new[] { await api.Given.Generated(project), await api.Given.Queued(project) })
        {
            var before = await api.Given.Container(id);

            var answer = await Correct(id, new { caption = "Other." });

            answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, """
                {
                  "code": "VALIDATION",
                  "message": "PATCH is available for uploaded content only. Generated content is corrected by regenerating.",
                  "details": { "creativeType": "generated" }
                }
                """);
            (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
        }
    }

    [Theory]
    [InlineData(null, "caption is required.")]
    [InlineData("{}", "caption is required.")]
    [InlineData("""{ "Caption": "x" }""", "caption is required.")]
    [InlineData("""{ "caption": null }""", "caption must be a string, not null.")]
    [InlineData("""{ "caption": 7 }""", "caption must be a string.")]
    [InlineData("""{ "caption": ["x"] }""", "caption must be a string.")]
    [InlineData("""{ "caption": "a\u0000b" }""", "caption must not contain U+0000 or unpaired surrogates.")]
    [InlineData("""{ "caption": "\ud83e" }""", "caption must not contain U+0000 or unpaired surrogates.")]
    [InlineData("""{ "caption": "\udde1\ud83e" }""", "caption must not contain U+0000 or unpaired surrogates.")]
    public async Task CorrectCaption_WithoutCaption_Returns422(string? body, string message)
    {
        var answer = await Correct(await api.Given.Uploaded(await api.Given.Project()), body);

        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "caption", "message": "{{message}}" }] } }
            """);
    }

    [Fact]
    public async Task CorrectCaption_BeforeFinalize_Returns422WithStatus()
    {
        var (id, _) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());

        (await Correct(id, new { caption = "Early." })).ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, """
            { "code": "VALIDATION", "message": "Container isn't completed yet.", "details": { "status": "queued" } }
            """);
    }

    [Fact]
    public async Task CorrectCaption_LeavesTheApprovalAsItIs()
    {
        var (pending, approved) = (await api.Given.Pending(), await api.Given.Pending());
        await api.Client.PostJson($"/v1/content/{approved}/approve");

        (await Correct(pending, new { caption = "New." })).Text("approvalStatus").Should().Be("pending");
        (await Correct(approved, new { caption = "New." })).Text("approvalStatus").Should().Be("approved");
    }

    [Fact]
    public async Task CorrectCaption_LeavesScheduledPostsWithTheCaptionTheyHad()
    {
        var project = await api.Given.Project();
        var post = await api.Given.Scheduled(project);
        var scheduled = (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Json;

        await Correct((string)scheduled["containerId"]!, new { caption = "Something else." });

        (await api.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("caption").Should().Be((string)scheduled["caption"]!).And.NotBe("Something else.");
    }

    [Fact]
    public async Task CorrectCaption_OfUnknownContainer_Returns404() =>
        (await Correct($"cnt_{Guid.NewGuid()}", new { caption = "x" }))
            .ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Container not found." }""");

    [Fact]
    public async Task CorrectCaption_WritesOneAuditRowWithBeforeAndAfter()
    {
        var id = await api.Given.Uploaded(await api.Given.Project(), "Tpyo.");

        var answer = await Correct(id, new { caption = "Typo." });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ApiKey).Should().Be(("content.caption_corrected", api.Given.Actor, api.Given.Key.Key.Id.Value));
        row.ShouldHaveData($$"""
            { "containerId": "{{id}}", "before": { "caption": "Tpyo." }, "after": { "caption": "Typo." }, "revision": 3 }
            """);
    }

    private Task<Answer> Correct(string id, object? body) => api.Client.PatchJson($"/v1/content/{id}", body);
}
