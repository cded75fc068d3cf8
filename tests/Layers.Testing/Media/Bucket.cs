using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Layers.Testing.Media;

/// <summary>
/// A small object storage on loopback, like those that clouds offer: objects under names, signed addresses that end, ranges, copies under a condition. Its
/// owner may do all, others what an address was signed for.
/// </summary>
public sealed class Bucket : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StoredObject> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> requests = new();
    private readonly WebApplication app;
    private readonly IClock clock;
    private Halted? halted;

    private Bucket(WebApplication app, IClock clock) => (this.app, this.clock) = (app, clock);

    public Uri Address => new(app.Urls.First());

    /// <summary>The owner's <c>Authorization</c>.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Responds 503 to everybody.</summary>
    public bool IsDown { get; set; }

    /// <summary>Fails whenever an address is to be signed.</summary>
    public bool SignsNothing { get; set; }

    /// <summary>The names of its objects, in order.</summary>
    public IReadOnlyList<string> Names => [.. objects.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What it was asked, as <c>GET name bytes=0-99</c>.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static async Task<Bucket> Start(IClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bucket = new Bucket(app, clock);
        app.Run(bucket.Respond);
        await app.StartAsync();
        return bucket;
    }

    /// <summary>Holds back the responses to all requests from now on.</summary>
    public void Halt() => halted = new Halted("", Once: false);

    /// <summary>Carries out the next request that begins so, as in <c>PUT kept/</c>, and holds back its response. Done when it has come.</summary>
    public Task HaltOnce(string request)
    {
        halted = new Halted(request, Once: true);
        return halted.Reached.Task.InTime();
    }

    public void Resume() => Interlocked.Exchange(ref halted, null)?.Resumed.TrySetResult();

    public byte[] BytesOf(string name) => objects[name].Bytes;

    /// <summary>An object that nobody has sent.</summary>
    public void Put(string name, byte[] bytes) => objects[name] = new StoredObject(bytes, "application/octet-stream", clock.GetCurrentInstant());

    /// <summary>An address for that method alone, good for so long; bytes that are sent to it must be of that type.</summary>
    public Uri Sign(string method, string name, string type, Duration goodFor)
    {
        if (SignsNothing)
            throw new InvalidOperationException("The key for signing cannot be read.");
        var expires = (clock.GetCurrentInstant() + goodFor).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new Uri(Address, $"/{name}?expires={expires}&type={Uri.EscapeDataString(type)}&signature={SignatureOf(method, name, type, expires)}");
    }

    public async ValueTask DisposeAsync()
    {
        Resume();
        await app.DisposeAsync();
    }

    private async Task Respond(HttpContext context)
    {
        var name = context.Request.Path.Value!.TrimStart('/');
        requests.Enqueue($"{context.Request.Method} {name} {context.Request.Headers.Range}".TrimEnd());
        var result = IsDown ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : !IsOwner(context.Request) && !IsSigned(context.Request, name) ? Results.StatusCode(StatusCodes.Status403Forbidden)
            : await ResultOf(context.Request, name);
        if (halted is { } halt && $"{context.Request.Method} {name}".StartsWith(halt.Request, StringComparison.Ordinal) && (halt.Reached.TrySetResult() || !halt.Once))
            await halt.Resumed.Task.WaitAsync(context.RequestAborted);
        await result.ExecuteAsync(context);
    }

    private async Task<IResult> ResultOf(HttpRequest request, string name) => request.Method switch
    {
        "PUT" when request.Headers.TryGetValue("x-copy-of", out var from) => Copy(from.ToString(), name, request.Headers["x-copy-if"], request.ContentType),
        "PUT" => await Put(request, name),
        "DELETE" => Delete(name),
        _ when name.Length == 0 => Results.Json(objects.Where(one => one.Key.StartsWith(request.Query["prefix"].ToString(), StringComparison.Ordinal))
            .Select(one => new BucketEntry(one.Key, one.Value.WrittenAt.ToUnixTimeMilliseconds()))),
        _ => Get(name, request.Query["type"]),
    };

    private async Task<IResult> Put(HttpRequest request, string name)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        var sent = new StoredObject(bytes.ToArray(), request.ContentType ?? "", clock.GetCurrentInstant());
        if (request.Headers.IfNoneMatch == "*")
            return objects.TryAdd(name, sent) ? Results.Ok() : Results.StatusCode(StatusCodes.Status412PreconditionFailed);
        objects[name] = sent;
        return Results.Ok();
    }

    private IResult Copy(string from, string to, string? version, string? type)
    {
        if (!objects.TryGetValue(from, out var source))
            return Results.NotFound();
        if (version is { Length: > 0 } && version != source.Version)
            return Results.StatusCode(StatusCodes.Status412PreconditionFailed);
        objects[to] = new StoredObject(source.Bytes, type ?? source.Type, clock.GetCurrentInstant());
        return Results.Ok();
    }

    private IResult Delete(string name)
    {
        objects.TryRemove(name, out _);
        return Results.NoContent();
    }

    private IResult Get(string name, string? type) => objects.TryGetValue(name, out var found)
        ? Results.Bytes(
            found.Bytes, type ?? found.Type, enableRangeProcessing: true,
            lastModified: found.WrittenAt.ToDateTimeOffset(), entityTag: new($"\"{found.Version}\""))
        : Results.NotFound();

    private bool IsOwner(HttpRequest request) => request.Headers.Authorization == $"Bearer {Secret}";

    private bool IsSigned(HttpRequest request, string name)
    {
        var (expires, type) = (request.Query["expires"].ToString(), request.Query["type"].ToString());
        return request.Query["signature"] == SignatureOf(request.Method, name, type, expires)
            && clock.GetCurrentInstant().ToUnixTimeMilliseconds() < long.Parse(expires, CultureInfo.InvariantCulture)
            && (request.Method != "PUT" || request.ContentType == type);
    }

    private string SignatureOf(string method, string name, string type, string expires) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{method}\n{name}\n{type}\n{expires}")));

    private sealed record Halted(string Request, bool Once)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Resumed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record StoredObject(byte[] Bytes, string Type, Instant WrittenAt)
    {
        public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
    }
}

public sealed record BucketEntry(string Name, long WrittenAt);
