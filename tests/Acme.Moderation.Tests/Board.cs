using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Acme.Moderation.Tests;

/// <summary>A team's board on this machine: it pins a card once, however often it comes.</summary>
internal sealed class Board : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> cards = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly WebApplication app;

    private Board(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.First()}/cards";

    public IReadOnlyList<JsonNode> Cards => [.. cards.Values.Select(card => JsonNode.Parse(card)!)];

    /// <summary>The bodies of all requests, in their order.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>What it returns. A card is pinned all the same when that is a fault of its own.</summary>
    public int Status { get; set; } = StatusCodes.Status201Created;

    public static async Task<Board> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var board = new Board(builder.Build());
        board.app.Run(board.Pin);
        await board.app.StartAsync();
        return board;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Pin(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        using var reader = new StreamReader(context.Request.Body);
        var card = await reader.ReadToEndAsync();
        requests.Enqueue(card);
        context.Response.StatusCode = Status;
        if (Status is < 400 or >= 500)
            cards.TryAdd(key, card);
        context.Response.Headers.Location = $"{Url}/{key}";
    }
}
