using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Layers.Api.Tests.OpenApi;

/// <summary>A headless Chromium with a page that keeps nothing between tests. Records the errors of the page and every address it asks for.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Flags =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IPlaywright playwright;
    private readonly IBrowser chromium;
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<Uri> requests = new();

    private Browser(IPlaywright playwright, IBrowser chromium, IPage page)
    {
        (this.playwright, this.chromium, Page) = (playwright, chromium, page);
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.PageError += (_, error) => errors.Enqueue(error);
        page.Console += (_, message) => RecordIfError(message);
        page.Request += (_, request) => RecordIfRemote(request);
    }

    /// <summary>The executable, as the system's package manager installs it; null where there is none.</summary>
    public static string? Executable { get; } = Find("chromium", "chromium-browser", "google-chrome");

    public IPage Page { get; }

    /// <summary>What the page wrote into its console as an error, violations of its security policy included.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>The network addresses that the page asked for; <c>data:</c> and <c>blob:</c> do not reach the network.</summary>
    public IReadOnlyCollection<Uri> Requests => requests;

    public static async Task<Browser> Start(int width = 1280, int height = 1000)
    {
        var playwright = await Playwright.CreateAsync();
        var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags, ChromiumSandbox = false, Timeout = (float)Patience.TotalMilliseconds });
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        return new Browser(playwright, chromium, page);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }

    private void RecordIfError(IConsoleMessage message)
    {
        if (message.Type == "error")
            errors.Enqueue(message.Text);
    }

    private void RecordIfRemote(IRequest request)
    {
        var address = new Uri(request.Url);
        if (address.Scheme is "http" or "https" or "ws" or "wss")
            requests.Enqueue(address);
    }

    private static string? Find(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
