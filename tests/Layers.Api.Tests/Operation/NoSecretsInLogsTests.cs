using System.Net;
using System.Net.Sockets;
using System.Text;
using Layers.Api.Composition;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Operation;

/// <summary>Everything is logged that can be, every endpoint is called, well and badly, and no secret is found in it.</summary>
public sealed class NoSecretsInLogsTests
{
    private const string Root = "a-root-that-nobody-can-guess-0123456789";

    [Fact]
    public async Task Log_AtItsLoudest_HoldsNoSecret()
    {
        using var logs = new LogCapture();
        await using var server = await ApiServer.Start(new Dictionary<string, string?>(LogCapture.Everything) { ["Layers:Secrets:Root"] = Root }, logs: logs);
        var given = await Given.Organization(server);
        var key = given.Key.Text.Reveal();
        var forged = key[..^43] + KeyText.Make(OrganizationEnvironment.Live).Reveal()[^43..];
        using var forger = server.Client(forged);
        using var tester = server.Client((await Given.Organization(server, OrganizationEnvironment.Test)).Key.Text.Reveal());

        var relay = await given.Client.PostJson(
            $"/v1/projects/{await given.Project()}/social-accounts",
            new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url = "https://relay.example/posts" } });
        relay.Status.Should().Be(HttpStatusCode.Created);
        var webhook = await given.Client.PostJson("/v1/webhook-endpoints", new { url = "https://hooks.acme.example/layers", events = new[] { "*" } });
        webhook.Status.Should().Be(HttpStatusCode.Created);
        var (_, address) = await given.StartedUpload(await given.Project(), Given.Picture());
        (await given.Client.PutBytes(address + "x", Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await given.Client.PutBytes(address, Given.Picture(), "image/png")).Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await given.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        foreach (var endpoint in Endpoint.All)
        {
            foreach (var client in new[] { given.Client, tester, forger })
                await endpoint.Call(client, Guid.NewGuid().ToString());
            if (endpoint.Changes && endpoint.TakesBody)
                await endpoint.CallWith(given.Client, Guid.NewGuid().ToString(), Endpoint.Json("{"), ("Idempotency-Key", Guid.NewGuid().ToString()));
        }

        await server.Database.Run("alter table projects rename to projects_gone");
        (await given.Client.GetJson("/v1/projects")).Status.Should().Be(HttpStatusCode.InternalServerError);

        string[] secrets = [key[^43..], forged[^43..], Signature(address), relay.Text("signingSecret"), relay.Text("signingSecret")["whsec_".Length..], webhook.Text("signingSecret")["whsec_".Length..], Root];
        secrets.Should().OnlyContain(secret => secret.Length > 30);
        foreach (var secret in secrets)
            logs.Lines.Where(line => line.Everything.Contains(secret)).Select(line => $"{line.Category}: {line.Text}").Should().BeEmpty();
        logs.Lines.Select(line => line.Category).Should().Contain(["Layers.Api.Operation.RequestLog", "Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware"], "it was loud");
    }

    [Theory]
    [InlineData("GET /v1/whoami HTTP/1.1\r\nHost: layers\r\nAuthorization Bearer KEY\r\n\r\n")]
    [InlineData("GET /v1/whoami?key=KEY\u0001 HTTP/1.1\r\nHost: layers\r\n\r\n")]
    [InlineData("KEY /v1/whoami HTTP/1.1\r\nHost: layers\r\n\r\n")]
    public async Task Log_AtItsLoudest_HoldsNothingOfARequestThatIsMisspelt(string request)
    {
        var key = KeyText.Make(OrganizationEnvironment.Live).Reveal();
        using var logs = new LogCapture();
        await using (var server = await ApiServer.Start(LogCapture.Everything, logs: logs))
        {
            using var caller = new TcpClient();
            await caller.ConnectAsync(server.Address.Host, server.Address.Port);
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request.Replace("KEY", key, StringComparison.Ordinal)));
            (await caller.GetStream().ReadAsync(new byte[64]).AsTask().InTime()).Should().BePositive("it was answered");
        }

        logs.Lines.Where(line => line.Everything.Contains(key[^43..])).Select(line => $"{line.Category}: {line.Text}").Should().BeEmpty();
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Logging:Console:LogLevel:Default")]
    [InlineData("Logging:Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics")]
    public async Task Addresses_AreNotLogged_HoweverTheLogIsMadeLoud(string setting)
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        builder.Configuration[setting] = "Trace";
        await using var app = LayersApp.Build(builder);

        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information).Should().BeFalse();
    }

    [Fact]
    public void Secrets_CannotBePrintedByAccident()
    {
        var secret = new Secret("whsec_open-sesame");
        var key = KeyText.Make(OrganizationEnvironment.Live);

        $"{secret} {new { secret }}".Should().NotContain("sesame");
        $"{key} {new { key }}".Should().NotContain(key.Reveal()[^43..]);
    }

    private static string Signature(string address) => address[(address.LastIndexOf('=') + 1)..];
}
