using System.Net;
using System.Net.Http.Headers;
using Layers.Api.Composition;
using Layers.Testing;
using Layers.Testing.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Uploads;

/// <summary>A server whose media is in a bucket, added as a team would add its own store.</summary>
public sealed class BucketFixture : UploadFixture
{
    public Bucket Bucket { get; private set; } = null!;

    public LogCapture Logs { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Layers:Media:TimeoutSeconds"] = "2" };

    /// <summary>The names of the container's objects that begin with that.</summary>
    public IEnumerable<string> NamesOf(string id, string area = "") =>
        Bucket.Names.Where(name => name.StartsWith(area, StringComparison.Ordinal) && name.Contains($"{id.Uuid():D}", StringComparison.Ordinal));

    /// <summary>Sends the bytes to the bucket, as anybody would.</summary>
    public static async Task<HttpStatusCode> Send(string address, byte[] bytes, string type = "image/jpeg")
    {
        using var anybody = new HttpClient();
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var answer = await anybody.PutAsync(address, content);
        return answer.StatusCode;
    }

    /// <summary>An upload with its bytes in the bucket, and where they were sent.</summary>
    public async Task<(string Id, string Address)> SentToTheBucket(byte[]? bytes = null)
    {
        var (id, addresses) = await Started(Jpeg);
        (await Send(addresses[0], bytes ?? Jpeg.Bytes)).Should().Be(HttpStatusCode.OK);
        return (id, addresses[0]);
    }

    /// <summary>Another picture of the same size in bytes.</summary>
    public static byte[] OtherPicture(int width = 64)
    {
        var picture = Testing.Given.Picture(width, 48);
        return [.. picture, .. new byte[Jpeg.Bytes.Length - picture.Length]];
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Bucket.DisposeAsync();
        Logs.Dispose();
    }

    protected override async Task<ApiServer> StartServer()
    {
        var clock = StoppedClock.Create();
        Bucket = await Bucket.Start(clock);
        return await ApiServer.Start(Settings, clock: clock, logs: Logs, parts: new Parts(layers =>
        {
            layers.Services.AddSingleton(Bucket);
            layers.AddMediaStore<BucketStore>();
        }));
    }
}
