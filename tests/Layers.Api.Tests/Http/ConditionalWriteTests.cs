using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

public sealed class ConditionalWriteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Writes = ["approve", "reject", "caption", "hold"];

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"x\",\"2\"")]
    public async Task Write_WithIfMatchOfTheRevision_IsDone(string tags)
    {
        foreach (var write in Writes)
        {
            var answer = await Write(write, await api.Given.Pending(), tags);

            answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
            answer.Header("ETag").Should().Be("\"3\"");
        }
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"3\"")]
    [InlineData("W/\"2\"")]
    [InlineData("\"\"")]
    [InlineData("\"02\"")]
    [InlineData("\"+2\"")]
    [InlineData("\" 2\"")]
    [InlineData("\"1\", \"3\"")]
    public async Task Write_WithIfMatchOfAnythingElse_Returns412AndChangesNothing(string tags)
    {
        var id = await api.Given.Pending();
        var before = await api.Given.Container(id);
        var auditBefore = await api.Given.Audit();

        foreach (var write in Writes)
        {
            (await Write(write, id, tags)).ShouldBeErrorJson(HttpStatusCode.PreconditionFailed, """
                {
                  "code": "REVISION_MISMATCH", "message": "If-Match does not name the container's current revision.",
                  "details": { "revision": 2 }
                }
                """);
        }

        (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
        (await api.Given.Audit()).Should().HaveSameCount(auditBefore);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("'2'")]
    [InlineData("\"2")]
    [InlineData("\"1\", *")]
    [InlineData("*, \"2\"")]
    [InlineData("\"2\" \"3\"")]
    [InlineData("\"2\", 3")]
    public async Task Write_WithAConditionThatIsNoEntityTag_Returns422AndChangesNothing(string tags)
    {
        var id = await api.Given.Pending();
        var before = await api.Given.Container(id);

        foreach (var write in Writes)
        {
            foreach (var header in new[] { "If-Match", "If-None-Match" })
            {
                var answer = await Write(write, id, tags, header);

                answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, header);
                ((string?)answer.Json["error"]!["message"]).Should().StartWith($"{header} must be a quoted entity tag");
            }
        }

        (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"2\"")]
    [InlineData("W/\"2\"")]
    [InlineData("\"1\", \"2\"")]
    public async Task Write_WithIfNoneMatchOfTheRevision_Returns412AndChangesNothing(string tags)
    {
        var id = await api.Given.Pending();
        var before = await api.Given.Container(id);

        foreach (var write in Writes)
        {
            (await Write(write, id, tags, "If-None-Match")).ShouldBeErrorJson(HttpStatusCode.PreconditionFailed, """
                {
                  "code": "REVISION_MISMATCH", "message": "If-None-Match rules out the container's current revision.",
                  "details": { "revision": 2 }
                }
                """);
        }

        (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
    }

    [Fact]
    public async Task Write_WithIfNoneMatchOfAnotherRevision_IsDone()
    {
        foreach (var write in Writes)
            (await Write(write, await api.Given.Pending(), "\"1\", \"3\"", "If-None-Match")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Write_WithConditionsOnSeveralLines_TakesThemAsOneList()
    {
        var id = await api.Given.Pending();

        (await Approve(id, "If-Match: \"2\"", "If-Match: *")).Should().Be(422);
        (await Approve(id, "If-Match: \"1\"", "If-Match: \"3\"")).Should().Be(412);
        (await Approve(id, "If-Match: \"1\"", "If-Match: \"2\"")).Should().Be(200);
    }

    private async Task<int> Approve(string id, params string[] lines)
    {
        var authorization = $"Authorization: Bearer {api.Given.Key.Text.Reveal()}";
        return (await api.Server.SendLines($"POST /v1/content/{id}/approve", [authorization, "Content-Length: 0", .. lines])).Status;
    }

    [Fact]
    public async Task Approve_AfterAnEditThatTheReviewerDidNotSee_Returns412()
    {
        var id = await api.Given.Pending();
        var seen = (await api.Client.GetJson($"/v1/content/{id}")).Header("ETag")!;
        await api.Client.PatchJson($"/v1/content/{id}", new { caption = "Something quite different." });

        var stale = await Write("approve", id, seen);
        var fresh = await Write("approve", id, (await api.Client.GetJson($"/v1/content/{id}")).Header("ETag")!);

        ((int?)stale.ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH")["details"]!["revision"]).Should().Be(3);
        fresh.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Approve_WhenAlreadyApprovedAndStale_TellsTheState()
    {
        var id = await api.Given.Pending();
        await Write("approve", id, "\"2\"");

        var answer = await Write("approve", id, "\"2\"");

        ((string?)answer.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT")["message"]).Should().Be("Container is already approved.");
    }

    [Fact]
    public async Task Approve_WhenNotCompletedAndStale_TellsTheState()
    {
        var id = await api.Given.Queued(await api.Given.GatedProject());

        (await Write("approve", id, "\"9\"")).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
    }

    [Fact]
    public async Task CorrectCaption_OfGeneratedContentAndStale_TellsTheState()
    {
        var id = await api.Given.Generated(await api.Given.Project());

        (await Write("caption", id, "\"99\"")).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
    }

    [Fact]
    public async Task Write_OfUnknownContainerWithIfMatch_Returns404()
    {
        foreach (var write in Writes)
            (await Write(write, $"cnt_{Guid.NewGuid()}", "\"1\"")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Finalize_WithStaleIfMatch_Returns412AndLeavesTheUploadOpen()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());
        await api.Client.PutBytes(address, Given.Picture(), "image/jpeg");

        var stale = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "One" }, ("If-Match", "\"7\""));
        var fresh = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "One" }, ("If-Match", "\"1\""));

        ((int?)stale.ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH")["details"]!["revision"]).Should().Be(1);
        fresh.Status.Should().Be(HttpStatusCode.OK);
    }

    private Task<Answer> Write(string write, string id, string tags, string header = "If-Match") =>
        write == "caption"
            ? api.Client.PatchJson($"/v1/content/{id}", new { caption = "New." }, (header, tags))
            : api.Client.PostJson($"/v1/content/{id}/{write}", new { reason = "Why." }, (header, tags));
}
