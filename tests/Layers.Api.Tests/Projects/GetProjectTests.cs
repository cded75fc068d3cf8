using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Projects;

public sealed class GetProjectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Get_AnswersTheProject()
    {
        var project = await api.Given.Project("Acme Coffee");

        (await api.Client.GetJson($"/v1/projects/{project}")).ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "id": "{{project}}", "name": "Acme Coffee", "customerExternalId": null, "timezone": "UTC", "metadata": {}, "status": "active",
              "createdAt": "{{api.Now}}", "updatedAt": "{{api.Now}}", "archivedAt": null
            }
            """);
    }

    [Fact]
    public async Task Get_OfUnknownProject_Returns404() =>
        (await api.Client.GetJson($"/v1/projects/prj_{Guid.NewGuid()}"))
            .ShouldBeErrorJson(HttpStatusCode.NotFound, """{ "code": "NOT_FOUND", "message": "Project not found." }""");
}
