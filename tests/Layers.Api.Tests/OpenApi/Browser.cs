using System.Text.Json.Nodes;
using Layers.Testing;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Layers.Api.Tests.OpenApi;

/// <summary>A headless Chromium that remembers nothing and asks nobody.</summary>
public sealed class Browser : IDisposable
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--window-size=1280,1000",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder profile = new();
    private readonly ChromeDriver driver;

    public Browser()
    {
        var options = new ChromeOptions { BinaryLocation = Chromium };
        options.AddArguments([.. Flags, $"--user-data-dir={profile.Path}"]);
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference(LogType.Performance, LogLevel.All);
        driver = new ChromeDriver(ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Driver)!, Path.GetFileName(Driver)!), options, Patience);
    }

    public static string? Chromium { get; } = Find("chromium", "chromium-browser", "google-chrome");

    public static string? Driver { get; } = Find("chromedriver");

    public string Title => driver.Title;

    /// <summary>What the page wrote into its console as an error, broken security policies included.</summary>
    public IReadOnlyList<string> Errors =>
        [.. driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Severe).Select(entry => entry.Message)];

    public void Open(Uri address) => driver.Navigate().GoToUrl(address);

    public void Click(string selector) => Await(selector).Click();

    public void Type(string selector, string text)
    {
        var field = Await(selector);
        field.SendKeys(OpenQA.Selenium.Keys.Control + "a");
        field.SendKeys(text);
    }

    public string TextOf(string selector) => Await(selector).Text;

    public string ValueOf(string selector) => Await(selector).GetDomProperty("value")!;

    public void AwaitStartOf(string selector) => Await(selector);

    public void AwaitEndOf(string selector) => Wait().Until(page => page.FindElements(By.CssSelector(selector)).Count == 0);

    public string Run(string script) => (string)driver.ExecuteScript(script)!;

    public void Photograph(string path) => driver.GetScreenshot().SaveAsFile(path);

    /// <summary>Every address in a network that anything asked for so far; the browser's own pages and what a page brings along are none.</summary>
    public IReadOnlyList<Uri> Requests()
    {
        var events = driver.Manage().Logs.GetLog(LogType.Performance).Select(entry => JsonNode.Parse(entry.Message)!["message"]!);
        var addresses = events.Where(one => (string?)one["method"] == "Network.requestWillBeSent").Select(one => new Uri((string)one["params"]!["request"]!["url"]!));
        return [.. addresses.Where(address => address.Scheme is "http" or "https" or "ws" or "wss")];
    }

    public void Dispose()
    {
        driver.Dispose();
        profile.Dispose();
    }

    private IWebElement Await(string selector) =>
        Wait().Until(page => page.FindElements(By.CssSelector(selector)).FirstOrDefault(element => element is { Displayed: true, Enabled: true }));

    private WebDriverWait Wait() => new(driver, Patience) { PollingInterval = TimeSpan.FromMilliseconds(50) };

    private static string? Find(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
