using Layers.Application.Operation;
using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Layers.Api.Operation;

/// <param name="Endpoint">Where to send by OTLP over HTTP; null leaves it to the <c>OTEL_…</c> variables.</param>
/// <param name="IsWanted">Without a place to send to, nothing is collected.</param>
internal sealed record TelemetryOptions(Uri? Endpoint, bool IsWanted);

/// <summary>Sends traces and metrics of the server, of its database driver, of outgoing requests, of the runtime and of the gate to a collector.</summary>
internal static class Telemetry
{
    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Without a collector nothing is registered: neither the start nor a request pays for it.</summary>
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        if (options.IsWanted)
            services.Collect(options.Endpoint);
    }

    private static void Collect(this IServiceCollection services, Uri? endpoint) =>
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("layers", serviceVersion: Version))
            .WithTracing(traces => traces
                .AddSource(GateSignals.Name)
                .AddAspNetCoreInstrumentation(requests =>
                {
                    requests.Filter = context => !RequestLog.IsProbe(context);
                    // The package takes a route as it stands on the action, without its first slash, and the status of a response that nobody waited for.
                    requests.EnrichWithHttpResponse = (span, response) => RequestLog.Name(span, response.HttpContext);
                })
                // The path of a webhook's or a relay's address may be a secret of its owner.
                .AddHttpClientInstrumentation(sent => sent.EnrichWithHttpRequestMessage = (span, request) =>
                    span.SetTag("url.full", request.RequestUri?.GetLeftPart(UriPartial.Authority)))
                .AddNpgsql()
                .AddOtlpExporter(exporter => Address(exporter, endpoint, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(GateSignals.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddOtlpExporter(exporter => Address(exporter, endpoint, "v1/metrics")));

    private static void Address(OtlpExporterOptions exporter, Uri? endpoint, string path)
    {
        if (endpoint is null)
            return;
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
