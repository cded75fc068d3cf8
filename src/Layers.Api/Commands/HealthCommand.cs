using System.CommandLine;

namespace Layers.Api.Commands;

/// <summary>Asks a running server from beside it, where there is no other program that could.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "Where the server listens; as ASPNETCORE_URLS says unless told.", DefaultValueFactory = _ => Listening() };
        var command = new Command("health", "Ask a running server whether it is ready: 0 if it is, 1 if it is not.") { url };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            using var http = new HttpClient { BaseAddress = new Uri(parsed.GetValue(url)!), Timeout = Patience };
            if (await Status(http, cancellationToken) is not { } status)
                throw new IOException("The server is not ready.");
            CommandLine.Print(parsed, new { status }, $"The server is {status}.");
        }));
        return command;
    }

    private static async Task<string?> Status(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode ? "ready" : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    // A server that listens on every address of the machine is asked on the one that every machine has.
    private static string Listening()
    {
        var first = (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? ServeCommand.DefaultUrl).Split(';')[0];
        return first.Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal);
    }
}
