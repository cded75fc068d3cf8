using Microsoft.Extensions.Logging.Console;

namespace Layers.Api.Operation;

/// <summary>How log lines look: for a person, or with <c>Layers:Logging:Format=json</c> for a machine.</summary>
internal static class LogFormat
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    // At a lower level the framework writes paths with their query, and so the signatures of upload addresses.
    private const string WritesAddresses = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddLogFormat(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, Timestamp));
        logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, Timestamp.TrimEnd()));
        logging.Services.AddOptions<ConsoleLoggerOptions>().Configure<IConfiguration>((console, configuration) => console.FormatterName = NameOf(configuration["Layers:Logging:Format"]));
        var frameworks = logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(frameworks);
        logging.Services.AddSingleton<ILoggerProvider, BatchedConsole>();
        logging.AddFilter(WritesAddresses, LogLevel.Warning);
    }

    private static string NameOf(string? format) =>
        format switch
        {
            null or "" or "text" => ConsoleFormatterNames.Simple,
            "json" => ConsoleFormatterNames.Json,
            _ => throw new FormatException("Layers:Logging:Format must be text or json."),
        };
}
