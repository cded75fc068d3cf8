using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Layers.Testing;

/// <summary>Keeps everything that a server logs, scopes and exceptions included.</summary>
public sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> lines = new();

    /// <summary>Settings with which a server logs all that it can, down to the last trace.</summary>
    public static IReadOnlyDictionary<string, string?> Everything { get; } =
        new[] { "Default", "Microsoft", "Microsoft.AspNetCore", "System", "Npgsql", "Layers.Api.Auth", "Layers.Api.Uploads" }
            .ToDictionary(category => $"Logging:LogLevel:{category}", string? (_) => "Trace", StringComparer.Ordinal);

    public string Text => string.Join('\n', lines.Select(line => line.Everything));

    public IReadOnlyCollection<LogLine> Lines => lines;

    public IEnumerable<LogLine> Of(string category) => lines.Where(line => line.Category == category);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Keep(LogLevel.Trace, state, exception: null, state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Keep(logLevel, state, exception, formatter(state, exception));

        private void Keep(LogLevel level, object? state, Exception? exception, string text)
        {
            var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            var known = fields.DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
            lines.Enqueue(new LogLine(category, level, text, known, exception));
        }
    }
}

/// <param name="Level"><c>Trace</c> for a scope.</param>
public sealed record LogLine(string Category, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields, Exception? Exception)
{
    /// <summary>All that a formatter could print.</summary>
    public string Everything => $"{Text}\n{string.Join('\n', Fields.Select(pair => $"{pair.Key}={pair.Value}"))}\n{Exception}";
}
