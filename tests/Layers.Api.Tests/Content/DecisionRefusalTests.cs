using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

/// <summary>Approve and reject are refused alike, in one order of checks.</summary>
public sealed class DecisionRefusalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Decisions = ["approve", "reject"];

    [Fact]
    public async Task Approve_WhenAlreadyApproved_Returns409WithStatus()
    {
        var id = await api.Given.Pending();
        await Decide("approve", id);

        await ShouldBeRefused(id, HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container is already approved.", "details": { "approvalStatus": "approved" } }
            """);
    }

    [Fact]
    public async Task Approve_WhenAlreadyRejected_Returns409WithStatus()
    {
        var id = await api.Given.Pending();
        await Decide("reject", id);

        await ShouldBeRefused(id, HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container is already rejected.", "details": { "approvalStatus": "rejected" } }
            """);
    }

    [Fact]
    public async Task Approve_WhenNeverGated_Returns409WithStatusNotRequired() =>
        await ShouldBeRefused(await api.Given.Uploaded(await api.Given.Project()), HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container does not require approval.", "details": { "approvalStatus": "not_required" } }
            """);

    [Fact]
    public async Task Approve_WhenNeverGatedAndNotCompleted_TellsThatItWasNeverGated()
    {
        var project = await api.Given.Project();
        foreach (var id in new[] { await api.Given.Queued(project), await api.Given.Failed(project), await api.Given.Canceled(project) })
        {
            await ShouldBeRefused(id, HttpStatusCode.Conflict, """
                { "code": "CONFLICT", "message": "Container does not require approval.", "details": { "approvalStatus": "not_required" } }
                """);
        }
    }

    [Fact]
    public async Task Approve_WhenNotCompleted_Returns422WithStatus()
    {
        var project = await api.Given.GatedProject();
        var (upload, _) = await api.Given.StartedUpload(project, Given.Picture());
        (string Id, string Status)[] unfinished =
        [
            (upload, "queued"),
            (await api.Given.Queued(project), "queued"),
            (await api.Given.Processing(project), "processing"),
            (await api.Given.Failed(project), "failed"),
            (await api.Given.Canceled(project), "canceled"),
        ];

        foreach (var (id, status) in unfinished)
        {
            await ShouldBeRefused(id, HttpStatusCode.UnprocessableEntity, $$"""
                { "code": "VALIDATION", "message": "Container isn't completed yet.", "details": { "status": "{{status}}" } }
                """);
        }
    }

    [Fact]
    public async Task Approve_WhenUnknown_Returns404() =>
        (await Decide("approve", $"cnt_{Guid.NewGuid()}"))
            .ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Container not found." }""");

    [Fact]
    public async Task Approve_OfArchivedProjectsContent_Returns409()
    {
        var project = await api.Given.GatedProject();
        var id = await api.Given.Pending(project);
        await api.Client.DeleteJson($"/v1/projects/{project}");

        await ShouldBeRefused(id, HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Project is archived.", "details": { "status": "archived" } }
            """);
    }

    [Fact]
    public async Task Approve_AfterFirstNWereDecided_OfWhatWasBornUngated_Returns409()
    {
        var project = await api.Given.GatedProject(firstN: 1);
        await Decide("approve", await api.Given.Pending(project));

        await ShouldBeRefused(await api.Given.Uploaded(project), HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "Container does not require approval.", "details": { "approvalStatus": "not_required" } }
            """);
    }

    private async Task ShouldBeRefused(string id, HttpStatusCode status, string error)
    {
        var before = await api.Given.Container(id);
        foreach (var decision in Decisions)
        {
            var answer = await Decide(decision, id);

            answer.ShouldBeErrorJson(status, error);
            (await api.Given.AuditOf(answer)).Should().BeEmpty();
        }

        (await api.Given.Container(id)).ShouldBeJson(before.ToJsonString());
    }

    private Task<Answer> Decide(string decision, string id) => api.Client.PostJson($"/v1/content/{id}/{decision}", new { reason = "Old logo." });
}
