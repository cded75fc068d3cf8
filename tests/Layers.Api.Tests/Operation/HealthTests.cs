using System.Net;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Operation;

public sealed class HealthTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Health_WhenAllIsWell_SaysSoWithoutAKey()
    {
        using var nobody = api.Server.Client();
        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Status == HttpStatusCode.OK, "the server is ready");

        (await nobody.GetJson("/health/live")).ShouldBeJson(HttpStatusCode.OK, """{ "status": "live" }""");
        (await nobody.GetJson("/health/ready")).ShouldBeJson(HttpStatusCode.OK, """{ "status": "ready" }""");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_IsReadOnly(string path)
    {
        (await api.Client.Call(HttpMethod.Head, path, content: null)).Status.Should().Be(HttpStatusCode.OK);
        (await api.Client.PostJson(path)).ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task Health_WithoutTheDatabase_IsLiveButNotReady()
    {
        await using var server = await ApiServer.Start(database: (await TestCluster.Shared).NoDatabase());

        await ShouldNotBeReady(server, "database");
    }

    [Fact]
    public async Task Health_OnASchemaThatIsOlderThanTheProgram_IsNotReady()
    {
        await using var database = await ApiServer.NewDatabase();
        await database.Run("delete from schema_migrations where name = (select max(name) from schema_migrations)");
        await using var server = await ApiServer.Start(database: database);

        await ShouldNotBeReady(server, "migrations");
    }

    [Fact]
    public async Task Health_OnADatabaseWithoutASchema_IsNotReady()
    {
        await using var empty = await (await TestCluster.Shared).CreateDatabase("template0");
        await using var server = await ApiServer.Start(database: empty);

        await ShouldNotBeReady(server, "migrations");
    }

    [Fact]
    public async Task Health_OnALaterSchema_IsReady()
    {
        await using var database = await ApiServer.NewDatabase();
        await database.Run("insert into schema_migrations (name, checksum, applied_at) select '9999_later', '', applied_at from schema_migrations limit 1");
        await using var server = await ApiServer.Start(database: database);
        using var nobody = server.Client();

        // Servers of two versions run side by side while they are replaced.
        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Status == HttpStatusCode.OK, "the server is ready");
    }

    [Fact]
    public async Task Health_WhileTheServerStops_IsLiveButNotReady()
    {
        await using var server = await ApiServer.Start(database: api.Server.Database);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await ShouldNotBeReady(server, "stopping");
    }

    [Fact]
    public async Task Health_IsNotWhatTheLogIsFullOf()
    {
        using var logs = new LogCapture();
        await using var server = await ApiServer.Start(database: api.Server.Database, logs: logs);
        using var nobody = server.Client();
        await nobody.GetJson("/health/live");
        await nobody.GetJson("/health/ready");
        await nobody.GetJson("/v1/whoami");

        logs.Lines.Where(line => line.Level >= LogLevel.Information).Should().ContainSingle().Which.Text.Should().Contain("/v1/whoami");
    }

    private static async Task ShouldNotBeReady(ApiServer server, string reason)
    {
        using var nobody = server.Client();
        Answer ready = null!;
        await Eventually.Holds(
            async () =>
            {
                ready = await nobody.GetJson("/health/ready");
                // A look at the database has two seconds, and the first on a busy machine may take longer.
                return reason == "database" || !ready.Body.Contains("\"database\"");
            },
            "a look at the database was in time");

        ready.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, $$"""
            { "code": "UNAVAILABLE", "message": "This server takes no requests now.", "details": { "reasons": ["{{reason}}"] } }
            """);
        ready.Header("Retry-After").Should().NotBeNull();
        (await nobody.GetJson("/health/live")).Status.Should().Be(HttpStatusCode.OK);
    }
}
