using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Layers.Conformance.Publishing;

/// <summary>A platform on loopback for publishers that send HTTP requests with an <c>Idempotency-Key</c>. It publishes a post once for each key.</summary>
public sealed class HttpPlatform : IAsyncDisposable
{
    private readonly ConcurrentQueue<SentPost> received = new();
    private readonly ConcurrentDictionary<string, string> published = new();
    private readonly WebApplication app;

    private HttpPlatform(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.First()}/posts";

    public PlatformMood Mood { get; set; }

    /// <summary>Sends something else than the mood's response; null for that.</summary>
    public Func<HttpResponse, Task>? Instead { get; set; }

    /// <summary>All requests, in their order.</summary>
    public IReadOnlyCollection<SentPost> Received => received;

    /// <summary>The posts that are out: the message of the first request of each key.</summary>
    public IReadOnlyCollection<string> Published => [.. published.Values];

    public static async Task<HttpPlatform> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var platform = new HttpPlatform(builder.Build());
        platform.app.Run(platform.Respond);
        await platform.app.StartAsync();
        return platform;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Respond(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        using var reader = new StreamReader(request.Body);
        var post = new SentPost(request.Headers["Idempotency-Key"].ToString(), await reader.ReadToEndAsync());
        received.Enqueue(post);
        if (Mood is PlatformMood.Well or PlatformMood.Failing)
            published.TryAdd(post.Key, post.Message);
        if (Mood == PlatformMood.Silent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (Instead is not null)
        {
            await Instead(response);
            return;
        }

        response.StatusCode = StatusOf(Mood);
        response.Headers.Location = $"{Url}/{post.Key}";
        if (Mood == PlatformMood.Well)
            await response.WriteAsJsonAsync(new { externalId = post.Key, externalUrl = $"{Url}/{post.Key}" });
    }

    private static int StatusOf(PlatformMood mood) => mood switch
    {
        PlatformMood.Failing => StatusCodes.Status503ServiceUnavailable,
        PlatformMood.Refusing => StatusCodes.Status422UnprocessableEntity,
        PlatformMood.SignedOut => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status201Created,
    };
}
