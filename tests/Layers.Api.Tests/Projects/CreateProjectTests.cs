using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Projects;

public sealed class CreateProjectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Create_WithEverything_AnswersTheProject()
    {
        api.Clock.Advance(Duration.FromMilliseconds(7));

        var answer = await Create("""
            { "name": "Acme Coffee ☕", "customerExternalId": "cust/42", "timezone": "Europe/Berlin", "metadata": { "tier": "gold", "n": [1, 2.50] } }
            """);

        answer.ShouldBeJson(HttpStatusCode.Created, $$"""
            {
              "id": "{{answer.Text("id")}}", "name": "Acme Coffee ☕", "customerExternalId": "cust/42", "timezone": "Europe/Berlin",
              "metadata": { "tier": "gold", "n": [1, 2.50] }, "status": "active",
              "createdAt": "{{api.Now}}", "updatedAt": "{{api.Now}}", "archivedAt": null
            }
            """);
        answer.Header("Location").Should().Be($"/v1/projects/{answer.Text("id")}");
        (await api.Client.GetJson(answer.Header("Location")!)).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("""{ "name": "Acme" }""")]
    [InlineData("""{ "name": "Acme", "customerExternalId": null, "projectId": "prj_mine" }""")]
    public async Task Create_WithNameOnly_FillsInTheRest(string body)
    {
        var answer = await Create(body);

        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        (answer.Text("timezone"), answer.Json["metadata"]!.ToJsonString(), answer.Text("status")).Should().Be(("UTC", "{}", "active"));
        answer.Json["customerExternalId"].Should().BeNull();
    }

    [Theory]
    [InlineData("""{"a":"media:content-container/x","media:b":1}""")]
    [InlineData("""{ "z":1,  "a":2 }""")]
    [InlineData("""{"big":12345678901234567890.10,"e":1e400}""")]
    [InlineData("""{"escaped":"\u00e9\/\u003c"}""")]
    [InlineData("{}")]
    public async Task Create_KeepsMetadataAsItCame(string metadata)
    {
        var answer = await Create($$"""{ "name": "Acme", "metadata": {{metadata}} }""");

        answer.Body.Should().Contain($"\"metadata\":{metadata},");
        (await api.Client.GetJson($"/v1/projects/{answer.Text("id")}")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("{}", "name is required.")]
    [InlineData("""{ "name": null }""", "name must be a string, not null.")]
    [InlineData("""{ "name": "" }""", "name must not be empty.")]
    [InlineData("""{ "name": 7 }""", "name must be a string.")]
    [InlineData("""{ "name": "A", "timezone": "Berlin" }""", "timezone must be an IANA time zone (e.g. Europe/Berlin).")]
    [InlineData("""{ "name": "A", "timezone": null }""", "timezone must be a string, not null.")]
    [InlineData("""{ "name": "A", "customerExternalId": "" }""", "customerExternalId must not be empty.")]
    [InlineData("""{ "name": "A", "customerExternalId": 42 }""", "customerExternalId must be a string.")]
    [InlineData("""{ "name": "A", "metadata": [] }""", "metadata must be an object.")]
    [InlineData("""{ "name": "A", "metadata": "{}" }""", "metadata must be an object.")]
    [InlineData("""{ "name": "A", "metadata": null }""", "metadata must be an object, not null.")]
    public async Task Create_WithBadField_Returns422(string body, string message)
    {
        var path = message[..message.IndexOf(' ', StringComparison.Ordinal)];

        (await Create(body)).ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "{{path}}", "message": "{{message}}" }] } }
            """);
    }

    [Fact]
    public async Task Create_TakesTheLongestAndNothingLonger()
    {
        var longest = new { name = string.Concat(Enumerable.Repeat("🧡", 128)), customerExternalId = new string('x', 255) };

        (await Create(longest)).Status.Should().Be(HttpStatusCode.Created);
        (await Create(new { name = new string('x', 129), customerExternalId = new string('x', 256) }))
            .ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "name", "customerExternalId");
    }

    [Fact]
    public async Task Create_WithMetadataOf8192Bytes_IsDone_AndOfOneMore_Returns422()
    {
        string MetadataOf(int bytes) => $$"""{ "name": "Acme", "metadata": {"k":"{{new string('x', bytes - 8)}}"} }""";

        (await Create(MetadataOf(8_192))).Status.Should().Be(HttpStatusCode.Created);
        (await Create(MetadataOf(8_193))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "metadata");
    }

    [Fact]
    public async Task Create_WritesOneAuditRowWithAfter()
    {
        var answer = await Create(new { name = "Acme" });

        var row = (await api.Given.AuditOf(answer)).Should().ContainSingle().Subject;
        (row.Type, row.Actor, row.ApiKey).Should().Be(("project.created", api.Given.Actor, api.Given.Key.Key.Id.Value));
        row.Project.Should().Be(Guid.Parse(answer.Text("id")[4..]));
        row.ShouldHaveData($$"""{ "after": {{answer.Body}} }""");
    }

    [Fact]
    public async Task Create_Refused_LeavesNothing()
    {
        var before = await api.Server.Database.Run("select count(*) from projects");

        await Create(new { name = "" });

        (await api.Server.Database.Run("select count(*) from projects")).Should().Be(before);
    }

    private Task<Answer> Create(object body) => api.Client.PostJson("/v1/projects", body);
}
