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
    /// <summary>Stands in every value that is sent and should not come back; no request id can hold it by chance, for they have no U and no L.</summary>
    public const string Marker = "zul7";

    private Dictionary<string, BodyEndpoint> endpoints = [];

    public string Project { get; private set; } = "";

    /// <summary>A pending upload that is completed: it may be approved, rejected and corrected.</summary>
    public string Pending { get; private set; } = "";

    /// <summary>An upload whose file has arrived: it may be finalized.</summary>
    public string Awaiting { get; private set; } = "";

    public string Account { get; private set; } = "";

    /// <summary>A queued post: it may be moved and taken back.</summary>
    public string Post { get; private set; } = "";

    public string Webhook { get; private set; } = "";

    public IEnumerable<BodyEndpoint> Endpoints => endpoints.Values;

    public BodyEndpoint this[string endpoint] => endpoints[endpoint];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Project = await Given.GatedProject();
        Pending = await Given.Pending(Project);
        var picture = Given.Picture(64, 80);
        (Awaiting, var address) = await Given.StartedUpload(Project, picture);
        (await Client.PutBytes(address, picture, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        Account = await Given.Account(Project);
        Post = await QueuedPost();
        (Webhook, _) = await Given.Webhook();
        endpoints = BodyEndpoint.All(this).ToDictionary(endpoint => endpoint.Name);
    }

    private async Task<string> QueuedPost()
    {
        var project = await Given.Project();
        var (container, account) = (await Given.Uploaded(project), await Given.Account(project));
        var body = new { scheduledFor = "2027-01-01T00:00:00Z", targets = new[] { new { socialAccountId = account, mode = "publish" } } };
        var answer = await Client.PostJson($"/v1/content/{container}/schedule", body);
        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        return answer.Json["scheduledPostIds"]![0]!.GetValue<string>();
    }

    /// <summary>Refused for the caller's fault, in the envelope, without an echo, and with nothing stored in the database or on disk.</summary>
    public async Task<Answer> Refused(Func<HttpClient, Task<Answer>> send) => (await RefusedAll([send])).Single();

    /// <summary>The same of many; what is stored is compared once, around them all.</summary>
    public async Task<IReadOnlyList<Answer>> RefusedAll(IEnumerable<Func<HttpClient, Task<Answer>>> sends)
    {
        var before = await Stored();
        var answers = new List<Answer>();
        foreach (var send in sends)
        {
            var answer = await send(Client);
            ((int)answer.Status).Should().BeInRange(400, 499, answer.Body);
            answer.Body.Should().NotContainEquivalentOf(Marker);
            answer.ShouldBeError(answer.Status, answer.ErrorCode!);
            answers.Add(answer);
        }

        (await Stored()).Should().Equal(before);
        return answers;
    }

    public Task<IReadOnlyList<Answer>> RefusedAll(string endpoint, IEnumerable<HttpContent?> contents) =>
        RefusedAll(contents.Select(content => (Func<HttpClient, Task<Answer>>)(client => client.Call(this[endpoint].Method, this[endpoint].Path, content))));

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
