using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Layers.Api.Commands;

/// <summary>Asks a running server on the same machine whether it is ready, for containers that have no other program to do so.</summary>
internal static class HealthCommand
{
    private static readonly string[] AnyAddress = ["+", "*", "0.0.0.0", "[::]"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "Where the server listens; by default the address in ASPNETCORE_URLS.", DefaultValueFactory = _ => Listening() };
        var command = new Command("health", "Ask a running server whether it is ready: 0 if it is, 1 if it is not.") { url };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            using var http = new HttpClient { BaseAddress = new Uri(parsed.GetValue(url)!), Timeout = Patience };
            using var answer = await Ask(http, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new IOException($"The server is not ready{await ReasonsIn(answer, cancellationToken)}.");
            CommandLine.Print(parsed, new { status = "ready" }, "The server is ready.");
        }));
        return command;
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync("/health/ready", cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"No server responds at {http.BaseAddress}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The server at {http.BaseAddress} has not answered within {Patience.TotalSeconds} s.", e);
        }
    }

    /// <summary>Empty for a response that another program sent.</summary>
    private static async Task<string> ReasonsIn(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var error = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
            return $": {string.Join(", ", error!["error"]!["details"]!["reasons"]!.AsArray())}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return "";
        }
    }

    // A server that listens on every address of the machine is asked on the one that every machine has.
    private static string Listening()
    {
        var first = (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? ServeCommand.DefaultUrl).Split(';')[0];
        return AnyAddress.Aggregate(first, (url, any) => url.Replace($"//{any}", "//127.0.0.1", StringComparison.Ordinal));
    }
}
