namespace Layers.Api.Tests.OpenApi;

/// <summary>A test in a real browser. Where none is installed it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Chromium is null || Browser.Driver is null)
            Skip = "Chromium and its driver are not installed (on Debian: apt-get install chromium chromium-driver).";
    }
}
