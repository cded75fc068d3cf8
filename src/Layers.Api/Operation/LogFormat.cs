using Microsoft.Extensions.Logging.Console;

namespace Layers.Api.Operation;

/// <summary>How log lines look: for a person, or with <c>Layers:Logging:Format=json</c> for a machine.</summary>
internal static class LogFormat
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    // At lower levels these write what was sent as it was sent: paths with their query, and so the signatures of upload addresses; headers that are none,
    // and so keys in them. The first also makes a span and a scope of every request for log scopes, which nobody uses, and has nothing to say
    // above: what a request throws is turned into a response and logged by ourselves, and what goes wrong outside of requests ends the program with a message.
    private static readonly (string Category, LogLevel Least)[] Discreet =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None), ("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information),
    ];

    public static void AddLogFormat(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, Timestamp));
        logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, Timestamp.TrimEnd()));
        logging.Services.AddOptions<ConsoleLoggerOptions>().Configure<IConfiguration>((console, configuration) => console.FormatterName = NameOf(configuration["Layers:Logging:Format"]));
        var frameworks = logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(frameworks);
        logging.Services.AddSingleton<ILoggerProvider, BatchedConsole>();
        foreach (var (category, least) in Discreet)
        {
            logging.AddFilter(category, least);
            // What is set of the console by name outweighs every rule that is not.
            logging.AddFilter<BatchedConsole>(category, least);
        }
    }

    private static string NameOf(string? format) =>
        format switch
        {
            null or "" or "text" => ConsoleFormatterNames.Simple,
            "json" => ConsoleFormatterNames.Json,
            _ => throw new FormatException("Layers:Logging:Format must be text or json."),
        };
}
