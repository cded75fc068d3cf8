using Layers.Application.Content;
using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Layers.Api.Tests.Uploads;

/// <summary>A server whose reading of files a test can stop half-way.</summary>
public sealed class SlowProbeFixture : ApiFixture
{
    public SlowProbe Probe { get; } = new();

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IMediaProbe>(Probe));
}

/// <summary>Reads files as the server does, after a pause if a test asked for one.</summary>
public sealed class SlowProbe : IMediaProbe
{
    private readonly MediaProbe probe = new();
    private Pause? next;

    /// <summary>Stops the next reading, until it is resumed.</summary>
    public Pause PauseOnce() => next = new Pause();

    public MediaFinding Probe(Stream bytes)
    {
        var finding = probe.Probe(bytes);
        Interlocked.Exchange(ref next, null)?.Wait();
        return finding;
    }

    public sealed class Pause
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when a file has been read and what was found is being held back.</summary>
        public Task Reached => reached.Task.WaitAsync(Patience);

        public void Resume() => resumed.SetResult();

        public void Wait()
        {
            reached.SetResult();
            resumed.Task.Wait(Patience);
        }
    }
}
