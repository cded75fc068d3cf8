using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Layers.Api.Operation;

/// <summary>
/// Writes log lines to standard output, as many at once as there are. The framework's own console writes each by itself and wakes a thread for it,
/// which costs a busy server more than anything else that it does beside the request.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BatchedConsole : ILoggerProvider
{
    private const int MostWaiting = 8_192;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    private readonly ConsoleFormatter formatter;
    private readonly StreamWriter output;
    private readonly BlockingCollection<string> lines = new(MostWaiting);
    private readonly EventWaitHandle ended = new ManualResetEvent(initialState: false);
    private readonly Thread writer;

    public BatchedConsole(IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options)
        : this(formatters.First(formatter => formatter.Name == options.Value.FormatterName), Console.OpenStandardOutput())
    {
    }

    internal BatchedConsole(ConsoleFormatter formatter, Stream output)
    {
        this.formatter = formatter;
        this.output = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16_384);
        // A thread of its own: those of the pool may all be waiting to log.
        writer = new Thread(WriteLines) { IsBackground = true, Name = "Log" };
        writer.Start();
    }

    /// <summary>Why lines were lost the last time that some were; null while none have been.</summary>
    internal Exception? LastFailure { get; private set; }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Returns when all is written, or when nobody has read it for a while.</summary>
    public void Dispose()
    {
        lines.CompleteAdding();
        ended.Set();
        writer.Join(PatienceAtTheEnd);
    }

    // Where nobody reads what is written, writers wait: lines are neither lost nor kept without end.
    private void Write(string line)
    {
        try
        {
            lines.Add(line);
        }
        catch (InvalidOperationException)
        {
            // The server has ended.
        }
    }

    private void WriteLines()
    {
        foreach (var line in lines.GetConsumingEnumerable())
        {
            WriteWaiting(line);
            ended.WaitOne(FlushInterval);
        }
    }

    private void WriteWaiting(string first)
    {
        try
        {
            output.Write(first);
            while (lines.TryTake(out var line))
                output.Write(line);
            output.Flush();
        }
        catch (Exception e)
        {
            // A disk that is full may have room again. Whatever else it is: were this thread to end, everyone who logs would wait for ever.
            LastFailure = e;
        }
    }

    private sealed class Logger(BatchedConsole console, string category) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? text;

        // A scope would travel along every await of a request, and our own lines name theirs.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            text ??= new StringWriter();
            text.GetStringBuilder().Clear();
            console.formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), scopeProvider: null, text);
            var line = text.ToString();
            if (line.Length > 0)
                console.Write(line);
        }
    }
}
