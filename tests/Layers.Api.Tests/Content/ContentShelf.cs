using Layers.Domain.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Content;

/// <summary>A project with one container of every kind, each a second after the one before; by what they are called here.</summary>
public sealed class ContentShelf : ApiFixture, IAsyncLifetime
{
    private readonly Dictionary<string, string> names = [];

    public string Project { get; private set; } = "";

    public Instant Start { get; private set; }

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Project = await Given.GatedProject();
        Start = Clock.GetCurrentInstant();
        await Put("queued", Given.Queued(Project));
        await Put("processing", Given.Processing(Project));
        await Put("failed", Given.Failed(Project));
        await Put("canceled", Given.Canceled(Project));
        await Put("slideshow", Given.Generated(Project, slides: 2));
        await Put("ugc", Given.Generated(Project, format: ContentFormat.UgcRemix, slides: 1));
        await Put("video-remix", Given.Queued(Project, ContentFormat.VideoRemix));
        await Put("slideshow-remix", Given.Queued(Project, ContentFormat.SlideshowRemix));
        await Put("started", Started());
        await Put("approved", Decided("approve"));
        await Put("rejected", Decided("reject"));
        await Given.Policy(Project, new { requiresApproval = false });
        await Put("ungated", Given.Uploaded(Project));
    }

    /// <summary>What the list answers to that query, newest first.</summary>
    public async Task<IEnumerable<string>> List(string query)
    {
        var page = await Client.GetJson($"/v1/projects/{Project}/content?{query}");
        return page.Json["items"]!.AsArray().Select(row => names[(string)row!["id"]!]);
    }

    private async Task Put(string name, Task<string> container)
    {
        names[await container] = name;
        Clock.Advance(Duration.FromSeconds(1));
    }

    private async Task<string> Started() => (await Given.StartedUpload(Project, Given.Picture())).Id;

    private async Task<string> Decided(string decision)
    {
        var id = await Given.Uploaded(Project);
        await Client.PostJson($"/v1/content/{id}/{decision}", new { reason = "No." });
        return id;
    }
}
