using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Application.Tests.Content;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Layers.Application.Tests.Uploads;

/// <summary>Files of a distant store are read for as long as they come, and no longer.</summary>
public sealed class KeptFilesTests
{
    private const int Fragments = 700;
    private static readonly UploadFile File = new(new ContainerId(Guid.NewGuid()), 1, "a.mp4", MediaTypes.Mp4, 10, Receipt: Guid.NewGuid());
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Probe_OfManyReadsThatEachComeInTime_IsDone_HoweverLongTheyTakeTogether()
    {
        var stream = new RangeStream(long.MaxValue, (_, count, _) => Fetch(TimeSpan.FromMilliseconds(50), count));

        var finding = await Kept(stream, new Reader(Fragments)).Probe(File, CancellationToken.None);

        finding.Defect.Should().Be(MediaDefect.Unrecognized);
    }

    [Fact]
    public async Task Probe_ThatNeverEnds_IsUnavailable()
    {
        var stream = new RangeStream(long.MaxValue, (_, count, _) => Fetch(TimeSpan.FromSeconds(20), count));

        (await Failure(Kept(stream, new Reader(int.MaxValue)).Probe(File, CancellationToken.None))).Kind.Should().Be(ErrorKind.Unavailable);
    }

    [Fact]
    public async Task Probe_WhoseBytesDoNotCome_EndsInTime_AndCancelsTheFetch()
    {
        var (asked, canceled) = (Signal(), Signal());
        var stream = new RangeStream(long.MaxValue, async (_, _, token) =>
        {
            asked.SetResult();
            try
            {
                return await new TaskCompletionSource<ReadOnlyMemory<byte>>().Task.WaitAsync(token);
            }
            catch (OperationCanceledException)
            {
                canceled.SetResult();
                throw;
            }
        });
        var reader = new Reader(Fragments);

        var probing = Kept(stream, reader).Probe(File, CancellationToken.None);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        (await Failure(probing)).Kind.Should().Be(ErrorKind.Unavailable);
        await canceled.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await reader.HasEnded;
    }

    private KeptFiles Kept(Stream stream, Reader reader)
    {
        var guard = new MediaStoreGuard(new MediaStoreOptions(Duration.FromSeconds(30)), time);
        var store = new FaultyStore { OnOpen = () => Task.FromResult<MediaBytes?>(new MediaBytes(stream, Instant.MinValue)) };
        return new KeptFiles(new GuardedMediaStore(store, guard), reader, guard);
    }

    private Task<ReadOnlyMemory<byte>> Fetch(TimeSpan takes, int count)
    {
        time.Advance(takes);
        return Task.FromResult<ReadOnlyMemory<byte>>(new byte[count]);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<DomainException> Failure(Task task) =>
        (await task.Invoking(one => one.WaitAsync(TimeSpan.FromMinutes(1))).Should().ThrowAsync<DomainException>()).Which;

    /// <summary>Jumps over a file as a film of many fragments demands.</summary>
    private sealed class Reader(int reads) : IMediaProbe
    {
        private const int FragmentLength = 2 * 1024 * 1024;
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HasEnded => ended.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public MediaFinding Probe(Stream bytes)
        {
            try
            {
                for (var read = 0; read < reads; read++)
                {
                    bytes.Position = (long)read * FragmentLength;
                    bytes.ReadExactly(new byte[16]);
                }

                return MediaFinding.Refused(MediaDefect.Unrecognized);
            }
            finally
            {
                ended.TrySetResult();
            }
        }
    }
}
