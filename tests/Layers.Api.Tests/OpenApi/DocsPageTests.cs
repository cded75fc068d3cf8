using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.OpenApi;

public sealed class DocsPageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
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
        using var browser = new Browser();

        browser.Open(new Uri(api.Server.Address, "/docs"));
        browser.Click(".btn.authorize");
        browser.Type(".auth-container input", api.Given.Key.Text.Reveal());
        browser.Click(".auth-btn-wrapper .authorize");
        browser.Click(".auth-btn-wrapper .btn-done");
        Execute(browser, "#operations-Keys-whoami").Should().Be("200");
        browser.Click("#operations-Keys-whoami .opblock-summary-control");
        browser.Click("#operations-Content-approveContainer .opblock-summary-control");
        browser.ValueOf("#operations-Content-approveContainer tr[data-param-name='containerId'] input")
            .Should().BeEmpty("an id that nobody has is not filled in");
        browser.Type("#operations-Content-approveContainer tr[data-param-name='containerId'] input", container);
        Execute(browser, "#operations-Content-approveContainer", isOpen: true).Should().Be("200");

        browser.Title.Should().Be("Layers");
        ((string?)(await api.Given.Container(container))["approvalStatus"]).Should().Be("approved");
        ((string?)(await api.Given.Container(container))["approvalNote"]).Should().Be("Looks good. Shipping tomorrow 7am.", "the first example is filled in");
        browser.Errors.Should().BeEmpty();
        browser.Requests().Select(request => request.Authority).Distinct().Should().Equal(api.Server.Address.Authority);
        browser.Run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie").Should().NotContain("lp_", "a key is kept nowhere");
        if (Environment.GetEnvironmentVariable("LAYERS_RENEW_SCREENSHOT") is { Length: > 0 } path)
        {
            browser.Run("document.querySelector('#operations-Content-approveContainer .live-responses-table').scrollIntoView(); return ''");
            browser.Photograph(path);
        }
    }

    /// <summary>Answers the status that the page shows.</summary>
    private static string Execute(Browser browser, string operation, bool isOpen = false)
    {
        if (!isOpen)
            browser.Click($"{operation} .opblock-summary-control");
        browser.AwaitStartOf($"{operation} .execute");
        browser.AwaitEndOf($"{operation} .opblock-loading-animation"); // What comes in its place moves the button.
        browser.Click($"{operation} .execute");
        return browser.TextOf($"{operation} .live-responses-table tbody .response-col_status").Split('\n')[0].Trim();
    }
}
