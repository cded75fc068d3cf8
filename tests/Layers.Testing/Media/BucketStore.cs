using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Testing.Media;

/// <summary>Media in a <see cref="Bucket"/>, as a team would keep it in a cloud: senders and viewers go to the bucket itself.</summary>
public sealed class BucketStore(Bucket bucket) : IMediaStore, IDisposable
{
    private static readonly Duration DownloadsAreGoodFor = Duration.FromMinutes(10);

    private readonly HttpClient http = new()
    {
        BaseAddress = bucket.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", bucket.Secret) },
    };

    public string Place => bucket.Address.ToString();

    public async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(bytes);
        (content.Headers.ContentType, content.Headers.ContentLength) = (new MediaTypeHeaderValue(type.Name), sizeBytes);
        await Send(HttpMethod.Put, name, content, cancellationToken);
    }

    public async ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken)
    {
        using var head = await Send(HttpMethod.Head, name, content: null, cancellationToken);
        return head.StatusCode == HttpStatusCode.NotFound
            ? null
            : new MediaBytes(
                new RangeStream(head.Content.Headers.ContentLength!.Value, (offset, count, token) => Fetch(name, head.Headers.ETag!, offset, count, token)),
                Instant.FromDateTimeOffset(head.Content.Headers.LastModified!.Value));
    }

    public async Task<bool> Move(string from, string to, CancellationToken cancellationToken)
    {
        using var copied = await Send(HttpMethod.Put, to, content: null, cancellationToken, ("x-copy-of", from));
        if (copied.IsSuccessStatusCode)
        {
            await Remove(from, cancellationToken);
            return true;
        }

        using var there = await Send(HttpMethod.Head, to, content: null, cancellationToken);
        return there.IsSuccessStatusCode;
    }

    public async Task Remove(string name, CancellationToken cancellationToken)
    {
        using var removed = await Send(HttpMethod.Delete, name, content: null, cancellationToken);
    }

    public async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in http.GetFromJsonAsAsyncEnumerable<BucketEntry>($"/?prefix={prefix}", cancellationToken))
            yield return new ListedMedia(entry!.Name, Instant.FromUnixTimeMilliseconds(entry.WrittenAt));
    }

    public async Task<bool> Claim(string database, CancellationToken cancellationToken)
    {
        using var first = await Send(HttpMethod.Put, "owner", new StringContent(database), cancellationToken, ("If-None-Match", "*"));
        return first.IsSuccessStatusCode || await http.GetStringAsync("owner", cancellationToken) == database;
    }

    public async Task Adopt(string database, CancellationToken cancellationToken)
    {
        using var adopted = await Send(HttpMethod.Put, "owner", new StringContent(database), cancellationToken);
    }

    public ValueTask<UploadTarget?> FindUploadTarget(AwaitedBytes awaited, CancellationToken cancellationToken) =>
        new(new UploadTarget(
            bucket.Sign("PUT", awaited.Name, awaited.Type.Name, awaited.GoodFor),
            new Dictionary<string, string> { ["Content-Type"] = awaited.Type.Name }));

    public async ValueTask<SentBytes?> FindSent(string name, CancellationToken cancellationToken)
    {
        using var head = await Send(HttpMethod.Head, name, content: null, cancellationToken);
        return head.IsSuccessStatusCode ? new SentBytes(head.Content.Headers.ContentLength!.Value, head.Headers.ETag!.Tag.Trim('"')) : null;
    }

    public async Task<bool> TryKeepSent(string sent, string version, string kept, MediaType type, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue(type.Name) } };
        using var copied = await Send(HttpMethod.Put, kept, content, cancellationToken, ("x-copy-of", sent), ("x-copy-if", version));
        return copied.IsSuccessStatusCode;
    }

    public ValueTask<DownloadTarget?> FindDownloadTarget(string name, MediaType type, HttpMethod method, CancellationToken cancellationToken) =>
        new(new DownloadTarget(bucket.Sign(method.Method, name, type.Name, DownloadsAreGoodFor), DownloadsAreGoodFor));

    public void Dispose() => http.Dispose();

    private async Task<ReadOnlyMemory<byte>> Fetch(string name, EntityTagHeaderValue version, long offset, int count, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, name) { Headers = { Range = new RangeHeaderValue(offset, offset + count - 1) } };
        request.Headers.IfMatch.Add(version);
        using var part = await http.SendAsync(request, cancellationToken);
        part.EnsureSuccessStatusCode();
        return await part.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    // What the bucket says of the object is the caller's to judge; anything else is a failure.
    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string name, HttpContent? content, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, name) { Content = content };
        foreach (var (header, value) in headers)
            request.Headers.TryAddWithoutValidation(header, value);
        var response = await http.SendAsync(request, cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed ? response : response.EnsureSuccessStatusCode();
    }
}
