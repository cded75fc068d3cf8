using System.Reflection;
using Layers.Application.Seams;
using Layers.Infrastructure.Media;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Layers.Api.Tests.Uploads;

/// <summary>A server whose store a test can stop in front of a call.</summary>
public sealed class SlowStoreFixture : ApiFixture
{
    private SlowStore? store;

    /// <summary>Stops the next call of that method, until it is resumed.</summary>
    public SlowProbe.Pause PauseOnce(string method) => store!.PauseOnce(method);

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(provider =>
    {
        var proxy = DispatchProxy.Create<IMediaStore, SlowStore>();
        store = (SlowStore)proxy;
        store.Inner = new FolderMediaStore(provider.GetRequiredService<MediaFolder>());
        return proxy;
    }));
}

/// <summary>Does what the server's own store does, after a pause if a test asked for one.</summary>
public class SlowStore : DispatchProxy
{
    private (string Method, SlowProbe.Pause Pause)? next;

    internal FolderMediaStore Inner { get; set; } = null!;

    internal SlowProbe.Pause PauseOnce(string method)
    {
        var pause = new SlowProbe.Pause();
        next = (method, pause);
        return pause;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (next is { } stop && stop.Method == targetMethod!.Name)
        {
            next = null;
            stop.Pause.Wait();
        }

        return targetMethod!.Invoke(Inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
