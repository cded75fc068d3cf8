namespace Layers.Api.Tests.OpenApi;

/// <summary>A test in a real browser. Skipped, with the reason, where no browser is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Executable is null)
            Skip = "Chromium is not installed (on Debian: apt-get install chromium).";
    }
}
