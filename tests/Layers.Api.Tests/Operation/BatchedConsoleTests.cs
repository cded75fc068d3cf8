using System.IO.Pipelines;
using System.Text;
using Layers.Api.Operation;
using Layers.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Layers.Api.Tests.Operation;

public sealed class BatchedConsoleTests
{
    private const int More = 20_000; // Than fit into what waits and into the pipe together.

    [Fact]
    public void Log_BeforeTheEnd_IsWrittenWholeAndInOrder()
    {
        using var output = new MemoryStream();
        using (var console = new BatchedConsole(new Plain(), output))
            LogNumbers(console, 1_000);

        LinesOf(output.ToArray()).Should().Equal(Numbers(1_000));
    }

    [Fact]
    public async Task Log_WhereNobodyReads_WaitsAndLosesNothing()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1_024, resumeWriterThreshold: 512));
        using var console = new BatchedConsole(new Plain(), pipe.Writer.AsStream());
        var logging = Task.Run(() =>
        {
            LogNumbers(console, More);
            console.Dispose();
        });

        var first = await pipe.Reader.ReadAsync().AsTask().InTime();
        logging.IsCompleted.Should().BeFalse("there is no room for all of it");

        pipe.Reader.AdvanceTo(first.Buffer.Start);
        using var read = new MemoryStream();
        var reading = pipe.Reader.CopyToAsync(read);
        await logging.InTime();
        await pipe.Writer.CompleteAsync();
        await reading.InTime();
        LinesOf(read.ToArray()).Should().Equal(Numbers(More));
    }

    [Fact]
    public void Log_OfWhatIsNoText_DoesNotEndTheLog()
    {
        using var output = new MemoryStream();
        using (var console = new BatchedConsole(new Plain(), output))
        {
            console.CreateLogger("Halves").LogInformation("{Half}", "\ud800");
            LogNumbers(console, 3);
        }

        LinesOf(output.ToArray()).Should().HaveCount(4).And.EndWith(Numbers(3));
    }

    [Fact]
    public void Log_ToAnOutputThatIsGone_GoesOn()
    {
        using var console = new BatchedConsole(new Plain(), new Gone());

        var log = () => LogNumbers(console, More);

        log.Should().NotThrow();
    }

    [Fact]
    public void Log_ToAnOutputThatFailsInAnUnknownWay_GoesOnAsSoonAsItCan()
    {
        using var output = new Broken();
        using (var console = new BatchedConsole(new Plain(), output))
        {
            LogNumbers(console, 1);
            SpinWait.SpinUntil(() => console.LastFailure is not null, TimeSpan.FromMinutes(1)).Should().BeTrue();
            output.IsMended = true;
            LogNumbers(console, 3);
        }

        LinesOf(output.ToArray()).Should().EndWith(Numbers(3));
    }

    private static void LogNumbers(BatchedConsole console, int count)
    {
        var logger = console.CreateLogger("Numbers");
        foreach (var number in Numbers(count))
            logger.LogInformation("{Number}", number);
    }

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(1, count).Select(number => number.ToString());

    private static string[] LinesOf(byte[] written) => Encoding.UTF8.GetString(written).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Plain() : ConsoleFormatter("plain")
    {
        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
            textWriter.Write($"{logEntry.Formatter(logEntry.State, logEntry.Exception)}\n");
    }

    private sealed class Broken : MemoryStream
    {
        public bool IsMended { get; set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!IsMended)
                throw new NotSupportedException("Out of order.");
            base.Write(buffer, offset, count);
        }
    }

    private sealed class Gone : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
