using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

public sealed class FinalizeUploadTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    [Fact]
    public async Task Finalize_AnswersTheContainerAsGetDoes()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        api.Clock.Advance(Duration.FromMinutes(1));

        var answer = await api.Complete(id, new { caption = "The roast.\r\n🧡" });

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        (answer.Text("status"), answer.Text("completedAt"), answer.Text("caption")).Should().Be(("completed", api.Now, "The roast.\r\n🧡"));
        (await api.Client.GetJson($"/v1/content/{id}")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("""{ "caption": "Another caption." }""")]
    [InlineData("""{ "caption": 7 }""")]
    [InlineData("""{ "caption": null }""")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Finalize_Again_Answers200UnchangedWhateverTheBodySays(string? body)
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        var first = await api.Complete(id);
        var before = await api.Traces();
        api.Clock.Advance(Duration.FromHours(1));

        var again = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", body);

        again.ShouldBeJson(HttpStatusCode.OK, first.Body);
        again.Header("ETag").Should().Be(first.Header("ETag"));
        (await api.Traces()).Should().Be(before);
    }

    [Fact]
    public async Task Finalize_Again_WithTooLongACaption_Answers200Unchanged()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        var first = await api.Complete(id);

        (await api.Complete(id, new { caption = new string('x', 9_999) })).ShouldBeJson(HttpStatusCode.OK, first.Body);
    }

    [Fact]
    public async Task Finalize_Again_AfterACorrection_ShowsTheCorrection()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        await api.Complete(id, new { caption = "Tpyo." });
        await api.Client.PatchJson($"/v1/content/{id}", new { caption = "Typo." });

        (await api.Complete(id, new { caption = "Tpyo." })).Text("caption").Should().Be("Typo.");
    }

    [Fact]
    public async Task Finalize_BeforeEveryByteLanded_Returns409WithTheMissingFiles()
    {
        var (id, addresses) = await api.Started(Named("image.jpg"), Named("two.jpg"), Named("image.jpg"));
        await api.Put(addresses[1], UploadFixture.Jpeg);
        var before = await api.Traces();

        var answer = await api.Complete(id);

        answer.ShouldBeErrorJson(HttpStatusCode.Conflict, """
            {
              "code": "UPLOAD_INCOMPLETE", "message": "Not every file has arrived yet.",
              "details": { "missing": [{ "index": 0, "filename": "image.jpg" }, { "index": 2, "filename": "image.jpg" }] }
            }
            """);
        (await api.Traces()).Should().Be(before);

        await api.Put(addresses[0], UploadFixture.Jpeg);
        await api.Put(addresses[2], UploadFixture.Jpeg);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, "caption is required.")]
    [InlineData("{}", "caption is required.")]
    [InlineData("""{ "caption": null }""", "caption must be a string, not null.")]
    [InlineData("""{ "caption": ["x"] }""", "caption must be a string.")]
    [InlineData("""{ "caption": "\u0000" }""", "caption must not contain U+0000 or unpaired surrogates.")]
    public async Task Finalize_WithoutCaption_Returns422AndLeavesTheUploadOpen(string? body, string message)
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        var before = await api.Traces();

        var answer = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", body);

        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "caption", "message": "{{message}}" }] } }
            """);
        (await api.Traces()).Should().Be(before);
        (await api.Complete(id, new { caption = "" })).Text("caption").Should().BeEmpty();
    }

    [Fact]
    public async Task Finalize_OfUnknownContainer_Returns404() =>
        (await api.Complete($"cnt_{Guid.NewGuid()}")).ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Container not found." }""");

    [Fact]
    public async Task Finalize_OfGeneratedContent_Returns409()
    {
        foreach (var id in new[] { await api.Given.Queued(api.Project), await api.Given.Generated(api.Project) })
        {
            (await api.Complete(id)).ShouldBeErrorJson(HttpStatusCode.Conflict, """
                { "code": "CONFLICT", "message": "Container is not an upload.", "details": { "creativeType": "generated" } }
                """);
        }
    }

    [Fact]
    public async Task Finalize_WritesOneAuditRow()
    {
        var id = await api.Sent(UploadFixture.Jpeg);

        var answer = await api.Complete(id);

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ApiKey).Should().Be(("content.generated", api.Given.Actor, api.Given.Key.Key.Id.Value));
        row.ShouldHaveData($$"""
            { "containerId": "{{id}}", "caption": "Done.", "approvalStatus": "not_required", "revision": 2, "error": null }
            """);
    }

    [Fact]
    public async Task Finalize_LeavesOtherContainersAlone()
    {
        var other = await api.Sent(UploadFixture.Jpeg);
        var before = await api.Given.Container(other);

        await api.Complete(await api.Sent(UploadFixture.Jpeg));

        (await api.Given.Container(other)).ShouldBeJson(before.ToJsonString());
    }

    private static Sample Named(string filename) => UploadFixture.Jpeg with { Filename = filename };
}
