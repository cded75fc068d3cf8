using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Layers.Api.Tests.Dispatch;

/// <summary>A partner's relay on this machine, which writes down what it gets and answers as it is told.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RelayRequest> requests = new();

    private Relay(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.First()}/posts?of=acme";

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<RelayRequest> Requests => requests;

    /// <summary>How it answers: that it has the post, unless it is told otherwise.</summary>
    public Func<HttpContext, RelayRequest, Task> Answer { get; set; } = Take;

    public static async Task<Relay> Start(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var relay = new Relay(builder.Build());
        relay.app.Run(relay.Handle);
        await relay.app.StartAsync();
        return relay;
    }

    public static Task Take(HttpContext context, RelayRequest request) =>
        context.Response.WriteAsync($$"""{ "externalId": "ext-{{request.Key}}", "externalUrl": "https://platform.example/{{request.Key}}" }""");

    /// <summary>Answers with that status and nothing else.</summary>
    public void Refuse(int status) => Answer = (context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new RelayRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        requests.Enqueue(request);
        await Answer(context, request);
    }
}

internal sealed record RelayRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Key => Headers["Idempotency-Key"];

    public JsonNode Json => JsonNode.Parse(Body)!;
}
