using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

public sealed class BrokenServerTests
{
    [Fact]
    public async Task Call_WhenSomethingUnexpectedHappens_Returns500AndLeaksNothing()
    {
        await using var server = await ApiServer.Start();
        var given = await Given.Organization(server);
        await server.Database.Run("alter table projects rename to projects_gone");

        foreach (var answer in new[] { await given.Client.GetJson("/v1/projects"), await given.Client.PostJson("/v1/projects", new { name = "Acme" }) })
        {
            answer.ShouldBeErrorJson(HttpStatusCode.InternalServerError, """
                { "code": "INTERNAL", "message": "Something went wrong on our side; the request id finds it in our log." }
                """);
        }
    }

    [Fact]
    public async Task Call_WhenTheDatabaseIsOutOfReach_Returns503WithRetryAfter()
    {
        await using var server = await ApiServer.Start(database: (await TestCluster.Shared).NoDatabase());
        using var client = server.Client(KeyText.Make(OrganizationEnvironment.Live).Reveal());

        var answer = await client.GetJson("/v1/projects");

        answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
            { "code": "UNAVAILABLE", "message": "The database is out of reach; try again soon." }
            """);
        answer.Header("Retry-After").Should().Be("1");
    }
}
