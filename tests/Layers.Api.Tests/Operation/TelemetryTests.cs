using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Layers.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Layers.Api.Tests.Operation;

/// <summary>The real process, and a collector that looks for names in what it is sent.</summary>
public sealed class TelemetryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Layers__Telemetry__OtlpEndpoint", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http/protobuf")]
    public async Task Server_ToldOfACollector_SendsTracesAndTheGatesMetrics_AndNoSecret(string setting, string protocol)
    {
        using var folder = new TempFolder();
        await using var collector = await Collector.Start();
        var given = await Given.Organization(api.Server);
        var container = await given.Pending();
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            [setting] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        });
        using var client = server.Client(given.Key.Text.Reveal());
        var approved = await client.PostJson($"/v1/content/{container}/approve");
        approved.Status.Should().Be(HttpStatusCode.OK);
        await client.GetJson("/health/ready");

        (await server.Terminate()).Should().Be(0, "what is left is sent on the way out");

        var traces = collector.Heard("/v1/traces");
        traces.Should().Contain("POST /v1/content/{containerId}/approve").And.Contain(approved.Header("X-Request-Id")!).And.Contain("postgresql");
        traces.Should().NotContain("/health/ready").And.NotContain("Username=");
        collector.Heard("/v1/metrics").Should().NotContain("Username=", "connection strings name nothing").And.ContainAll(
            "layers.decisions", "layers.decision.time", "layers.containers.pending.age", "layers.outbox.lag", "http.server.request.duration", "dotnet.gc.collections");
        (traces + collector.Heard("/v1/metrics")).Should().NotContain(given.Key.Text.Reveal()[^43..]);
    }

    [Fact]
    public async Task PathOfAWebhook_WhichMayBeASecret_IsInNoSpan()
    {
        const string path = "/hooks/secret-of-its-owner";
        using var folder = new TempFolder();
        await using var collector = await Collector.Start();
        var given = await Given.Organization(api.Server);
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            ["Layers__Telemetry__OtlpEndpoint"] = collector.Url,
            ["Layers__Workers__Enabled"] = "true",
            ["Layers__Webhooks__AllowHttp"] = "true",
            ["Layers__Webhooks__AllowPrivateAddresses"] = "true",
        });
        using var client = server.Client(given.Key.Text.Reveal());
        var endpoint = await client.PostJson("/v1/webhook-endpoints", new { url = collector.Url + path, events = new[] { "*" } });
        endpoint.Status.Should().Be(HttpStatusCode.Created, endpoint.Body);
        await client.PostJson($"/v1/webhook-endpoints/{endpoint.Json["endpoint"]!["id"]}/test");
        await Eventually.Holds(() => Task.FromResult(collector.Heard(path).Length > 0), "the webhook comes");

        await server.Terminate();

        collector.Heard("/v1/traces").Should().Contain("url.full").And.Contain(collector.Url).And.NotContain("secret-of-its-owner");
    }

    [Fact]
    public async Task PathOfAFile_AndSignatureOfAnUpload_AreInNoSpan()
    {
        using var folder = new TempFolder();
        await using var collector = await Collector.Start();
        var given = await Given.Organization(api.Server);
        var project = await given.Project();
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            ["Layers__Telemetry__OtlpEndpoint"] = collector.Url,
        });
        using var client = server.Client(given.Key.Text.Reveal());
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = Given.Picture().Length } };
        var started = (await client.PostJson($"/v1/projects/{project}/content/uploads", new { files })).Json["containers"]![0]!;
        var (id, address) = ((string)started["id"]!, new Uri((string)started["files"]![0]!["uploadUrl"]!));
        (await client.PutBytes(address.PathAndQuery, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        var shown = await client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." });
        using var served = await client.GetAsync(new Uri((string)shown.Json["assets"]![0]!["url"]!).PathAndQuery);
        served.StatusCode.Should().Be(HttpStatusCode.OK);
        using var refused = await client.PutAsync($"{address.AbsolutePath}?signature=of-somebody", new ByteArrayContent([]));

        await server.Terminate();

        var traces = collector.Heard("/v1/traces");
        traces.Should().Contain("url.path").And.Contain("/media/{**path}").And.Contain("/v1/uploads/{containerId}/{ordinal:int}");
        traces.Should().NotContain("content-container").And.NotContain("signature=").And.NotContain("upload-1.jpg");
    }

    [Fact]
    public void Server_WithoutACollector_CollectsNothing()
    {
        api.Server.Services.GetService<TracerProvider>().Should().BeNull();
        api.Server.Services.GetService<MeterProvider>().Should().BeNull();
    }

    /// <summary>Takes OTLP over HTTP. Its messages are protobuf, in which texts stand as they are.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, string Text)> heard = new();

        private Collector(WebApplication app) => this.app = app;

        public string Url => app.Urls.First();

        public static async Task<Collector> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector.app.Run(collector.Take);
            await collector.app.StartAsync();
            return collector;
        }

        public string Heard(string path) => string.Concat(heard.Where(one => one.Path == path).Select(one => one.Text));

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task Take(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            heard.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        }
    }
}
