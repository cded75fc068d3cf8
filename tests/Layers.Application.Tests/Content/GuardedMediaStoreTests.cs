using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Layers.Application.Tests.Content;

public sealed class GuardedMediaStoreTests
{
    private const string Name = "kept/a/upload-1";
    private static readonly Duration Patience = Duration.FromSeconds(30);
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Write_ByAStoreThatReadsNoFurtherThanTheSize_RefusesMoreBytes_AndRemovesThem()
    {
        var store = new FaultyStore { OnWrite = (bytes, token) => bytes.ReadExactlyAsync(new byte[10], token).AsTask() };

        var failure = await Failure(Write(store, new MemoryStream(new byte[11])));

        failure.Kind.Should().Be(ErrorKind.PayloadTooLarge);
        store.Removed.Should().Equal(Name);
    }

    [Fact]
    public async Task Write_ByAStoreThatReadsNoFurtherThanTheSize_IsDone()
    {
        var store = new FaultyStore { OnWrite = (bytes, token) => bytes.ReadExactlyAsync(new byte[10], token).AsTask() };

        await Write(store, new MemoryStream(new byte[10]));

        store.Removed.Should().BeEmpty();
    }

    [Fact]
    public async Task Write_ByAStoreThatReturnsTooSoon_IsUnavailable_AndRemovesWhatItHasWritten()
    {
        var store = new FaultyStore { OnWrite = (bytes, token) => bytes.ReadExactlyAsync(new byte[3], token).AsTask() };

        var failure = await Failure(Write(store, new MemoryStream(new byte[10])));

        failure.Kind.Should().Be(ErrorKind.Unavailable);
        store.Removed.Should().Equal(Name);
    }

    [Fact]
    public async Task Write_ByAStoreThatHidesTheSendersFailure_IsTheSendersFailure()
    {
        var store = new FaultyStore
        {
            OnWrite = (bytes, token) => Task.WhenAny(bytes.CopyToAsync(Stream.Null, token)),
        };

        var failure = await Failure(Write(store, new MemoryStream(new byte[3])));

        failure.Kind.Should().Be(ErrorKind.Validation);
        store.Removed.Should().Equal(Name);
    }

    [Fact]
    public async Task Write_ByAStoreThatDoesNotRead_EndsInTime()
    {
        var store = new FaultyStore { OnWrite = (_, _) => Never() };

        var writing = Write(store, new MemoryStream(new byte[10]));
        time.Advance(Patience.ToTimeSpan());

        (await Failure(writing)).Kind.Should().Be(ErrorKind.Unavailable);
    }

    [Fact]
    public async Task Write_ThatIsCanceled_Ends_WhateverTheStoreDoes()
    {
        using var canceling = new CancellationTokenSource();
        var store = new FaultyStore { OnWrite = (_, _) => Never() };

        var writing = Write(store, new MemoryStream(new byte[10]), canceling.Token);
        await canceling.CancelAsync();

        await writing.Invoking(task => task.WaitAsync(TimeSpan.FromMinutes(1))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Write_WhileTheSenderPauses_GoesOn()
    {
        var sender = new SlowSender();

        var writing = Write(new FaultyStore(), sender);
        await sender.IsRead;
        time.Advance(TimeSpan.FromHours(1));
        sender.Send(new byte[10]);

        await writing;
    }

    [Fact]
    public async Task Write_ThatWasGivenUp_ReadsTheSourceNoMore()
    {
        var late = new TaskCompletionSource();
        var read = new TaskCompletionSource<Task<int>>();
        var store = new FaultyStore
        {
            OnWrite = async (bytes, _) =>
            {
                await late.Task;
                read.SetResult(bytes.ReadAsync(new byte[10], CancellationToken.None).AsTask());
            },
        };
        var source = new MemoryStream(new byte[10]);
        var writing = Write(store, source);
        time.Advance(Patience.ToTimeSpan());
        await Failure(writing);

        late.SetResult();

        await (await read.Task).Invoking(task => task).Should().ThrowAsync<Exception>();
        source.Position.Should().Be(0);
    }

    [Theory]
    [InlineData(ErrorKind.NotFound)]
    [InlineData(ErrorKind.Conflict)]
    public async Task Call_WhoseStoreThrowsWhatTheServerThrows_IsUnavailableAllTheSame(ErrorKind kind)
    {
        var store = new FaultyStore { OnOther = () => throw new DomainException(kind, "The store's own."), OnWrite = (_, _) => throw new DomainException(kind, "The store's own.") };
        var guarded = Guarded(store);

        (await Failure(guarded.Remove(Name, CancellationToken.None))).Kind.Should().Be(ErrorKind.Unavailable);
        (await Failure(guarded.Claim("database", CancellationToken.None))).InnerException.Should().BeOfType<DomainException>();
        (await Failure(Write(store, new MemoryStream(new byte[10])))).Kind.Should().Be(ErrorKind.Unavailable);
    }

    [Fact]
    public async Task Call_ThatBlocksItsThread_EndsInTime()
    {
        using var reached = new SemaphoreSlim(0);
        using var released = new ManualResetEventSlim();
        var store = new FaultyStore { OnOther = () => Block(reached, released) };

        var removing = Task.Run(() => Guarded(store).Remove(Name, CancellationToken.None));
        await reached.WaitAsync();
        time.Advance(Patience.ToTimeSpan());

        (await Failure(removing)).Kind.Should().Be(ErrorKind.Unavailable);
        released.Set();
    }

    [Fact]
    public async Task Open_ThatReturnsTooLate_ClosesTheFile()
    {
        var opened = new TaskCompletionSource<MediaBytes?>();
        var file = new ClosedStream();
        var opening = Guarded(new FaultyStore { OnOpen = () => opened.Task }).Open(Name, CancellationToken.None).AsTask();
        time.Advance(Patience.ToTimeSpan());
        (await Failure(opening)).Kind.Should().Be(ErrorKind.Unavailable);

        opened.SetResult(new MediaBytes(file, Instant.MinValue));

        await file.IsClosed;
    }

    [Fact]
    public async Task List_WhoseNextFileDoesNotCome_EndsInTime_AndIsClosedWhenItComes()
    {
        var (asked, next, closed) = (Signal(), Signal(), Signal());
        var names = new List<string>();
        var listing = Collect(Guarded(new FaultyStore { OnList = () => Files(asked, next.Task, closed) }), names);
        await asked.Task;
        time.Advance(Patience.ToTimeSpan());
        (await Failure(listing)).Kind.Should().Be(ErrorKind.Unavailable);
        names.Should().Equal(Name);
        closed.Task.IsCompleted.Should().BeFalse("it is at work");

        next.SetResult();

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task Collect(GuardedMediaStore store, List<string> names)
    {
        await foreach (var file in store.List("kept/", CancellationToken.None))
            names.Add(file.Name);
    }

    private static async IAsyncEnumerable<ListedMedia> Files(TaskCompletionSource asked, Task next, TaskCompletionSource closed)
    {
        try
        {
            yield return new ListedMedia(Name, Instant.MinValue);
            asked.SetResult();
            await next;
        }
        finally
        {
            closed.SetResult();
        }
    }

    private static Task Block(SemaphoreSlim reached, ManualResetEventSlim released)
    {
        reached.Release();
        released.Wait(TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task Never() => new TaskCompletionSource().Task;

    private static async Task<DomainException> Failure(Task task) =>
        (await task.Invoking(one => one.WaitAsync(TimeSpan.FromMinutes(1))).Should().ThrowAsync<DomainException>()).Which;

    private Task Write(IMediaStore store, Stream bytes, CancellationToken cancellationToken = default) =>
        Guarded(store).Write(Name, MediaTypes.Jpeg, bytes, 10, cancellationToken);

    private GuardedMediaStore Guarded(IMediaStore store) => new(store, new MediaStoreGuard(new MediaStoreOptions(Patience), time));
}
