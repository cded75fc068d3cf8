using Layers.Api.Composition;
using Layers.Conformance.Media;
using Layers.Infrastructure.Media;
using Layers.Testing;
using Layers.Testing.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Tests.Media;

public sealed class FolderMediaStoreTests(ApiFixture api) : MediaStoreConformance<FolderMediaStore>(api), IClassFixture<ApiFixture>;

public sealed class BucketStoreTests(BucketFixture api) : MediaStoreConformance<BucketStore>(api), IClassFixture<BucketFixture>;

/// <summary>A server whose media is in a bucket.</summary>
public sealed class BucketFixture : ApiFixture
{
    private Bucket bucket = null!;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await bucket.DisposeAsync();
    }

    protected override async Task<ApiServer> StartServer()
    {
        var clock = StoppedClock.Create();
        bucket = await Bucket.Start(clock);
        return await ApiServer.Start(clock: clock, parts: new Parts(layers =>
        {
            layers.Services.AddSingleton(bucket);
            layers.AddMediaStore<BucketStore>();
        }));
    }
}
