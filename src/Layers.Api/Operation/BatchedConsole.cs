using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Layers.Api.Operation;

/// <summary>
/// Writes log lines to standard output, as many at once as there are. The framework's own console writes each by itself and wakes a thread for it,
/// which costs a busy server more than anything else that it does beside the request.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BatchedConsole : ILoggerProvider, ISupportExternalScope
{
    private const int MostWaiting = 8_192;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    private readonly ConsoleFormatter formatter;
    private readonly StreamWriter output;
    private readonly Channel<string> lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task writing;
    private IExternalScopeProvider? scopes;

    public BatchedConsole(IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options)
        : this(formatters.First(formatter => formatter.Name == options.Value.FormatterName), Console.OpenStandardOutput())
    {
    }

    internal BatchedConsole(ConsoleFormatter formatter, Stream output)
    {
        this.formatter = formatter;
        this.output = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16_384);
        writing = Task.Run(WriteLines);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <summary>Returns when all is written, or when nobody has read it for a while.</summary>
    public void Dispose()
    {
        lines.Writer.TryComplete();
        writing.Wait(PatienceAtTheEnd);
    }

    // Where nobody reads what is written, whoever logs waits: lines are neither lost nor kept without end.
    private void Write(string line)
    {
        if (lines.Writer.TryWrite(line))
            return;
        try
        {
            lines.Writer.WriteAsync(line).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The server has ended.
        }
    }

    private async Task WriteLines()
    {
        while (await lines.Reader.WaitToReadAsync())
        {
            WriteWaiting();
            await Task.Delay(Breath);
        }
    }

    private void WriteWaiting()
    {
        try
        {
            while (lines.Reader.TryRead(out var line))
                output.Write(line);
            output.Flush();
        }
        catch (IOException)
        {
            // A disk that is full may have room again, and a server does not end because nobody hears it.
        }
    }

    private sealed class Logger(BatchedConsole console, string category) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? text;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            text ??= new StringWriter();
            text.GetStringBuilder().Clear();
            console.formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), console.scopes, text);
            var line = text.ToString();
            if (line.Length > 0)
                console.Write(line);
        }
    }
}
