using Layers.Testing;

namespace Layers.Conformance.Publishing;

/// <summary>The same for a publisher that sends HTTP requests with an <c>Idempotency-Key</c>: its platform is an <see cref="HttpPlatform"/>.</summary>
public abstract class HttpPublisherConformance(ApiFixture api, string publisher) : PublisherConformance(api, publisher), IAsyncLifetime
{
    private HttpPlatform platform = null!;

    /// <summary>What an account is connected with, for a platform at that address.</summary>
    protected abstract IReadOnlyDictionary<string, string> SettingsFor(string url);

    protected sealed override TestAccount Account => new("@acme", SettingsFor(platform.Url));

    protected sealed override IReadOnlyCollection<SentPost> Received => platform.Received;

    public async Task InitializeAsync() => platform = await HttpPlatform.Start();

    public async Task DisposeAsync() => await platform.DisposeAsync();

    protected sealed override bool TryBe(PlatformMood mood)
    {
        platform.Mood = mood;
        return true;
    }
}
