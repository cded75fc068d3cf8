using System.Net;
using Layers.Testing;
using Microsoft.Playwright;

namespace Layers.Api.Tests.OpenApi;

public sealed class DocsPageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Whoami = "#operations-Keys-whoami";
    private const string Approve = "#operations-Content-approveContainer";

    [Fact]
    public async Task Page_NeedsNoKey_AndLetsNothingInFromElsewhere()
    {
        using var nobody = api.Server.Client();

        var answer = await nobody.GetJson("/docs");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Body.Should().Contain("<title>Layers</title>").And.NotContainAny("http://", "https://", "//cdn");
        answer.Header("Content-Security-Policy").Should().StartWith("default-src 'none'; script-src 'self';").And.NotContain("unsafe");
        answer.Header("X-Request-Id").Should().NotBeNull();
    }

    [Fact]
    public async Task BareAddress_LeadsToThePage()
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = api.Server.Address };

        var answer = await browser.GetJson("/");

        answer.Status.Should().Be(HttpStatusCode.Redirect);
        answer.Header("Location").Should().Be("/docs");
    }

    [BrowserFact]
    public async Task Page_WithAKeyPastedIn_CallsTheServer()
    {
        var container = await api.Given.Pending();
        await using var browser = await Browser.Start();
        var page = browser.Page;

        await page.GotoAsync(Docs);
        await Authorize(page);
        (await Execute(page, Whoami)).Should().Be("200");
        await Toggle(page, Whoami);
        await Toggle(page, Approve);
        await TryOut(page, Approve);
        var id = page.Locator($"{Approve} tr[data-param-name='containerId'] input");
        (await id.InputValueAsync()).Should().BeEmpty("an id that nobody has is not filled in");
        await id.FillAsync(container);
        (await Send(page, Approve)).Should().Be("200");

        (await page.TitleAsync()).Should().Be("Layers");
        ((string?)(await api.Given.Container(container))["approvalStatus"]).Should().Be("approved");
        ((string?)(await api.Given.Container(container))["approvalNote"]).Should().Be("Looks good. Shipping tomorrow 7am.", "the first example is filled in");
        browser.Errors.Should().BeEmpty();
        browser.Requests.Select(request => request.Authority).Distinct().Should().Equal(api.Server.Address.Authority);
        var kept = await page.EvaluateAsync<string>("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie");
        kept.Should().NotContain("lp_", "a key is kept nowhere");
        if (Environment.GetEnvironmentVariable("LAYERS_RENEW_SCREENSHOT") is { Length: > 0 } path)
        {
            await page.Locator($"{Approve} .live-responses-table").ScrollIntoViewIfNeededAsync();
            await page.ScreenshotAsync(new() { Path = path });
        }
    }

    private string Docs => new Uri(api.Server.Address, "/docs").AbsoluteUri;

    private async Task Authorize(IPage page)
    {
        await page.Locator(".btn.authorize").ClickAsync();
        await page.Locator(".auth-container input").First.FillAsync(api.Given.Key.Text.Reveal());
        await page.Locator(".auth-btn-wrapper .authorize").First.ClickAsync();
        await page.Locator(".auth-btn-wrapper .btn-done").First.ClickAsync();
    }

    /// <summary>Opens the operation, sends its example and returns the status that the page shows.</summary>
    private static async Task<string> Execute(IPage page, string operation)
    {
        await Toggle(page, operation);
        await TryOut(page, operation);
        return await Send(page, operation);
    }

    private static Task Toggle(IPage page, string operation) => page.Locator($"{operation} .opblock-summary-control").ClickAsync();

    private static Task TryOut(IPage page, string operation) => page.Locator($"{operation} .try-out__btn").ClickAsync();

    private static async Task<string> Send(IPage page, string operation)
    {
        await page.Locator($"{operation} .execute").ClickAsync();
        var status = await page.Locator($"{operation} .live-responses-table tbody .response-col_status").First.InnerTextAsync();
        return status.Split('\n')[0].Trim();
    }
}
