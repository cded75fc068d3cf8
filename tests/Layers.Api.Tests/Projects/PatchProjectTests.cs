using System.Net;
using System.Text;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Projects;

public sealed class PatchProjectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Patch_WithEverything_AnswersTheProject()
    {
        var project = await api.Given.Project();
        var createdAt = api.Now;
        api.Clock.Advance(Duration.FromHours(1));

        var answer = await Patch(project, new { name = "Acme Tea", customerExternalId = "t-1", timezone = "Asia/Tokyo", metadata = new { a = 1 } });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{project}}", "name": "Acme Tea", "customerExternalId": "t-1", "timezone": "Asia/Tokyo", "metadata": { "a": 1 },
              "status": "active", "createdAt": "{{createdAt}}", "updatedAt": "{{api.Now}}", "archivedAt": null
            }
            """);
        (await api.Client.GetJson($"/v1/projects/{project}")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("""{ "name": "New" }""", "New", "cust-1", "Asia/Tokyo", """{"a":1}""")]
    [InlineData("""{ "customerExternalId": null }""", "Old", null, "Asia/Tokyo", """{"a":1}""")]
    [InlineData("""{ "customerExternalId": "cust-2" }""", "Old", "cust-2", "Asia/Tokyo", """{"a":1}""")]
    [InlineData("""{ "timezone": "UTC" }""", "Old", "cust-1", "UTC", """{"a":1}""")]
    [InlineData("""{ "metadata": {} }""", "Old", "cust-1", "Asia/Tokyo", "{}")]
    [InlineData("""{ "metadata": {"b":{"c":null}} }""", "Old", "cust-1", "Asia/Tokyo", """{"b":{"c":null}}""")]
    public async Task Patch_KeepsWhatIsAbsent(string body, string name, string? externalId, string timezone, string metadata)
    {
        var made = await api.Client.PostJson("/v1/projects", """{"name":"Old","customerExternalId":"cust-1","timezone":"Asia/Tokyo","metadata":{"a":1}}""");

        var answer = await Patch(made.Text("id"), body);

        (answer.Text("name"), (string?)answer.Json["customerExternalId"], answer.Text("timezone"), answer.Json["metadata"]!.ToJsonString())
            .Should().Be((name, externalId, timezone, metadata));
    }

    [Theory]
    [InlineData("""{"b":2}""", """{"a":{"x":1,"y":"é"},"b":2}""")]
    [InlineData("""{"a":{"x":null,"z":[null]}}""", """{"a":{"y":"é","z":[null]}}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"c":{"d":null}}""", """{"a":{"x":1,"y":"é"},"c":{}}""")]
    [InlineData("{}", """{"a":{"x":1,"y":"é"}}""")]
    public async Task MergePatch_MergesMetadata(string patch, string metadata)
    {
        var made = await api.Client.PostJson("/v1/projects", """{"name":"Acme","metadata":{"a":{"x":1,"y":"é"}}}""");

        var answer = await MergePatch(made.Text("id"), $$"""{"metadata":{{patch}}}""");

        answer.Body.Should().Contain($"\"metadata\":{metadata}");
    }

    [Fact]
    public async Task MergePatch_ThatMakesTheMetadataTooLarge_Returns422AndChangesNothing()
    {
        var metadata = $$"""{"a":"{{new string('a', 5_000)}}"}""";
        var made = await api.Client.PostJson("/v1/projects", $$"""{"name":"Acme","metadata":{{metadata}}}""");

        var answer = await MergePatch(made.Text("id"), $$"""{"metadata":{{metadata.Replace("\"a\":", "\"b\":")}}}""");

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "metadata");
        (await api.Client.GetJson($"/v1/projects/{made.Text("id")}")).Body.Should().Be(made.Body);
    }

    [Theory]
    [InlineData("""{ "name": null }""", "name")]
    [InlineData("""{ "name": "" }""", "name")]
    [InlineData("""{ "timezone": null }""", "timezone")]
    [InlineData("""{ "metadata": null }""", "metadata")]
    [InlineData("""{ "metadata": 1 }""", "metadata")]
    [InlineData("{}", "")]
    [InlineData("""{ "status": "archived" }""", "")]
    [InlineData("", "")]
    public async Task Patch_WithBadBody_Returns422AndChangesNothing(string body, string path)
    {
        var project = await api.Given.Project();
        var before = (await api.Client.GetJson($"/v1/projects/{project}")).Body;

        (await Patch(project, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, path);

        (await api.Client.GetJson($"/v1/projects/{project}")).Body.Should().Be(before);
    }

    [Fact]
    public async Task Patch_ThatChangesNothing_LeavesUpdatedAtAndWritesNoAudit()
    {
        var project = await api.Given.Project("Acme");
        var before = await api.Client.GetJson($"/v1/projects/{project}");
        api.Clock.Advance(Duration.FromHours(1));

        var answer = await Patch(project, new { name = "Acme", timezone = "UTC", customerExternalId = (string?)null });

        answer.ShouldBeJson(HttpStatusCode.OK, before.Body);
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Fact]
    public async Task Patch_WritesOneAuditRowWithBeforeAndAfter()
    {
        var project = await api.Given.Project();
        var before = (await api.Client.GetJson($"/v1/projects/{project}")).Body;

        var answer = await Patch(project, new { name = "Renamed" });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ApiKey).Should().Be(("project.updated", api.Given.Actor, api.Given.Key.Key.Id.Value));
        row.ShouldHaveData($$"""{ "before": {{before}}, "after": {{answer.Body}} }""");
    }

    [Fact]
    public async Task Patch_WhileAWriteInTheProjectIsUnderWay_DoesNotWaitForIt()
    {
        var project = await api.Given.Project();
        await using var held = await HeldLock.On(api.Server.Database, $"select from projects where project_id = '{project.Uuid()}' for key share");

        (await Patch(project, new { name = "Renamed" })).Status.Should().Be(HttpStatusCode.OK);
        (await api.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme" })).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Write_InAProjectThatIsBeingChanged_DoesNotWaitForThat()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);
        await using var held = await HeldLock.On(api.Server.Database, $"select from projects where project_id = '{project.Uuid()}' for no key update");

        (await api.Client.PostJson($"/v1/content/{container}/approve")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Patch_OfUnknownProject_Returns404() =>
        (await Patch($"prj_{Guid.NewGuid()}", new { name = "x" })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    private Task<Answer> MergePatch(string project, string body) =>
        api.Client.Call(HttpMethod.Patch, $"/v1/projects/{project}", new StringContent(body, Encoding.UTF8, "application/merge-patch+json"));

    private Task<Answer> Patch(string project, object body) => api.Client.PatchJson($"/v1/projects/{project}", body);
}
