using System.Net;
using System.Net.Sockets;
using Layers.Testing;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Operation;

public sealed class RequestLogTests : IAsyncLifetime, IDisposable
{
    private const string Category = "Layers.Api.Operation.RequestLog";

    private readonly LogCapture logs = new();
    private ApiServer server = null!;
    private Given given = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(logs: logs);
        given = await Given.Organization(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose() => logs.Dispose();

    [Fact]
    public async Task Request_LeavesOneLine_WithRouteAndKeyAndWhatBecameOfIt()
    {
        using var nobody = server.Client();
        var id = Guid.NewGuid();
        await ShouldLog(await given.Client.GetJson("/v1/whoami"), given.Key.Key.KeyId, "GET", "/v1/whoami", 200);
        await ShouldLog(await given.Client.PostJson("/v1/projects", new { name = "Acme" }), given.Key.Key.KeyId, "POST", "/v1/projects", 201);
        await ShouldLog(await given.Client.PostJson("/v1/projects", "{"), given.Key.Key.KeyId, "POST", "/v1/projects", 400);
        await ShouldLog(await given.Client.GetJson($"/v1/content/{id}?a=b"), given.Key.Key.KeyId, "GET", "/v1/content/{containerId}", 404);
        await ShouldLog(await given.Client.GetJson($"/nowhere/{id}"), given.Key.Key.KeyId, "GET", "-", 404);
        await ShouldLog(await nobody.GetJson("/v1/projects"), "-", "GET", "/v1/projects", 401);
        await ShouldLog(await given.Client.Call(new HttpMethod("SEARCH"), "/v1/projects", content: null), given.Key.Key.KeyId, "_OTHER", "-", 405);

        Requests().Should().NotContain(line => line.Everything.Contains(id.ToString()), "the route is named, not the path");
    }

    [Fact]
    public async Task Request_ThatFailsOnOurSide_IsExplainedOnceUnderItsId()
    {
        await server.Database.Run("alter table projects rename to projects_gone");

        var answer = await given.Client.GetJson("/v1/projects");

        await ShouldLog(answer, given.Key.Key.KeyId, "GET", "/v1/projects", 500);
        logs.Lines.Where(line => line.Level >= LogLevel.Warning && line.Category.StartsWith("Layers", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Match<LogLine>(line => line.Exception != null && line.Text.Contains(answer.Header("X-Request-Id")!));
    }

    [Fact]
    public async Task Request_WithAnIdempotencyKeyAndABody_IsNothingToWarnOf()
    {
        var container = await given.Pending();
        var before = logs.Lines.Count;

        (await given.Client.PostJson($"/v1/content/{container}/approve", new { note = "Fine." }, ("Idempotency-Key", "a"))).Status.Should().Be(HttpStatusCode.OK);
        var tooLarge = new { note = new string('x', 70_000) };
        using var client = server.Client(given.Key.Text.Reveal(), EarlyAnswers.Handler());
        (await client.PostJson($"/v1/content/{container}/approve", tooLarge, ("Idempotency-Key", "b"))).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);

        logs.Lines.Skip(before).Where(line => line.Level >= LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public async Task Request_WhoseCallerHangsUp_IsLoggedAsSuch()
    {
        await using var held = await HeldLock.On(server.Database, "lock table projects in access exclusive mode");
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        var request = $"GET /v1/projects HTTP/1.1\r\nHost: layers\r\nAuthorization: Bearer {given.Key.Text.Reveal()}\r\n\r\n";
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        await held.UntilWaiting(1);

        client.Close();

        await Eventually.Holds(() => Task.FromResult(Requests().Any(line => line.Fields["Status"] is 499)), "the request was logged");
    }

    private IEnumerable<LogLine> Requests() => logs.Of(Category).Where(line => line.Level == LogLevel.Information);

    private async Task ShouldLog(Answer answer, string keyId, string method, string route, int status)
    {
        answer.Status.Should().Be((HttpStatusCode)status);
        var id = answer.Header("X-Request-Id");
        List<LogLine> LinesOfIt() => [.. Requests().Where(line => Equals(line.Fields["RequestId"], id))];
        await Eventually.Holds(() => Task.FromResult(LinesOfIt().Count > 0), "the request was logged"); // The answer goes out first.

        var fields = LinesOfIt().Should().ContainSingle().Which.Fields;
        (fields["KeyId"], fields["Method"], fields["Route"], fields["Status"]).Should().Be((keyId, method, route, status));
        fields["DurationMs"].Should().BeOfType<double>().Which.Should().BePositive();
    }
}
