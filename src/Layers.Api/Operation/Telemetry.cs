using Layers.Application.Operation;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Layers.Api.Operation;

/// <param name="Endpoint">Where to send by OTLP over HTTP; null leaves it to the <c>OTEL_…</c> variables.</param>
/// <param name="IsWanted">Without a place to send to, nothing is collected.</param>
internal sealed record TelemetryOptions(Uri? Endpoint, bool IsWanted);

/// <summary>Sends traces and metrics of the server, of its database driver and of the gate to a collector, when it is told of one.</summary>
internal sealed class Telemetry(TelemetryOptions options) : IHostedService
{
    private const string Web = "Microsoft.AspNetCore";
    private const string Database = "Npgsql";

    private TracerProvider? traces;
    private MeterProvider? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.IsWanted)
            return Task.CompletedTask;

        var server = ResourceBuilder.CreateDefault().AddService("layers", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3));
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(server)
            .AddSource(GateSignals.Name, Web, Database)
            .AddOtlpExporter(exporter => SendTo(exporter, "v1/traces"))
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(server)
            .AddMeter(GateSignals.Name, $"{Web}.Hosting", $"{Web}.Server.Kestrel", Database)
            .AddOtlpExporter(exporter => SendTo(exporter, "v1/metrics"))
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.Dispose();
        metrics?.Dispose();
        return Task.CompletedTask;
    }

    private void SendTo(OtlpExporterOptions exporter, string path)
    {
        if (options.Endpoint is not { } endpoint)
            return;
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
