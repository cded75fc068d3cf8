using Layers.Testing;

namespace Layers.Api.Tests.Http;

public sealed class PublishedElsewhere : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?> { ["Layers:PublicUrl"] = "https://api.example.com/" };
}

/// <summary>Behind a proxy, with <c>Layers:PublicUrl</c> set.</summary>
public sealed class PublicUrlTests(PublishedElsewhere api) : IClassFixture<PublishedElsewhere>
{
    [Fact]
    public async Task Addresses_BeginWithThePublicUrl()
    {
        var project = await api.Given.Project();
        var (id, address) = await api.Given.StartedUpload(project, Given.Picture());
        await api.Client.PutBytes(new Uri(address).PathAndQuery, Given.Picture(), "image/jpeg");
        var finished = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." });

        address.Should().StartWith($"https://api.example.com/v1/uploads/{id}/1?");
        ((string?)finished.Json["assets"]![0]!["url"]).Should().Be($"https://api.example.com/media/content-container/{id[4..]}/media/upload-1.jpg");
        var row = (await api.Client.GetJson($"/v1/projects/{project}/content")).Json["items"]![0]!;
        ((string?)row["preview"]!["primaryUrl"]).Should().StartWith("https://api.example.com/media/");
    }
}
