using System.Net;
using System.Text;
using Layers.Infrastructure.Media;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.BadInput;

/// <summary>One server for all bad input: since none of it is stored, no test sees another's.</summary>
[CollectionDefinition(Name)]
public sealed class BadInputCollection : ICollectionFixture<BadInputFixture>
{
    public const string Name = "Bad input";
}

/// <summary>A place for everything that a request can be about, and the check that a refused request left it as it was.</summary>
public sealed class BadInputFixture : ApiFixture, IAsyncLifetime
{
    /// <summary>Stands in every value that is sent and should not come back.</summary>
    public const string Marker = "zq7";

    private Dictionary<string, BodyEndpoint> endpoints = [];

    public string Project { get; private set; } = "";

    /// <summary>A pending upload that is completed: it may be approved, rejected and corrected.</summary>
    public string Pending { get; private set; } = "";

    /// <summary>An upload whose file has arrived: it may be finalized.</summary>
    public string Awaiting { get; private set; } = "";

    public BodyEndpoint this[string endpoint] => endpoints[endpoint];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Project = await Given.GatedProject();
        Pending = await Given.Pending(Project);
        var picture = Given.Picture(64, 80);
        (Awaiting, var address) = await Given.StartedUpload(Project, picture);
        (await Client.PutBytes(address, picture, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        endpoints = BodyEndpoint.All(this).ToDictionary(endpoint => endpoint.Name);
    }

    /// <summary>Refused for the caller's fault, in the envelope, without an echo, and with nothing stored in the database or on disk.</summary>
    public async Task<Answer> Refused(Func<HttpClient, Task<Answer>> send)
    {
        var before = await Stored();
        var answer = await send(Client);
        (await Stored()).Should().Equal(before, answer.Body);
        ((int)answer.Status).Should().BeInRange(400, 499, answer.Body);
        answer.Body.Should().NotContainEquivalentOf(Marker);
        answer.ShouldBeError(answer.Status, answer.ErrorCode!);
        return answer;
    }

    public Task<Answer> Refused(string endpoint, string body) => Refused(endpoint, Json(body));

    public Task<Answer> Refused(string endpoint, HttpContent? content, params (string Name, string Value)[] headers) =>
        Refused(client => client.Call(this[endpoint].Method, this[endpoint].Path, content, headers));

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<Dictionary<string, string>> Stored()
    {
        var stored = new Dictionary<string, string>(await DatabaseDigest.Take(Server.Database));
        var root = Server.Services.GetRequiredService<MediaFolder>().Root;
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            stored[file] = $"{new FileInfo(file).Length} bytes";
        return stored;
    }
}
