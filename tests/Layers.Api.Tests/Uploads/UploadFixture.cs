using System.Net;
using System.Net.Http.Headers;
using Layers.Api.Tests.BadInput;
using Layers.Testing;

namespace Layers.Api.Tests.Uploads;

/// <summary>A file to be uploaded.</summary>
public sealed record Sample(string Filename, string Type, byte[] Bytes);

/// <summary>Starting and sending uploads, and seeing what they leave behind.</summary>
public class UploadFixture : ApiFixture, IAsyncLifetime
{
    public static Sample Jpeg { get; } = new("latte.jpg", "image/jpeg", Testing.Given.Picture());

    public static Sample Video { get; } = new("opening.mp4", "video/mp4", Testing.Given.Video());

    /// <summary>One without a gate, for tests to which it does not matter.</summary>
    public string Project { get; private set; } = "";

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Project = await Given.Project();
    }

    public async Task<Answer> Start(string project, string grouping, params Sample[] files)
    {
        var declared = files.Select(file => new { filename = file.Filename, contentType = file.Type, sizeBytes = file.Bytes.Length });
        return await Client.PostJson($"/v1/projects/{project}/content/uploads", new { grouping, files = declared });
    }

    /// <summary>One container of those files: its id, and an address for each file.</summary>
    public async Task<(string Id, string[] Addresses)> Started(params Sample[] files)
    {
        var answer = await Start(Project, files.Length > 1 ? "slideshow" : "per-file", files);
        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        var container = answer.Json["containers"]!.AsArray().Should().ContainSingle().Subject!;
        return ((string)container["id"]!, [.. container["files"]!.AsArray().Select(file => (string)file!["uploadUrl"]!)]);
    }

    /// <summary>One container with every byte sent.</summary>
    public async Task<string> Sent(params Sample[] files)
    {
        var (id, addresses) = await Started(files);
        foreach (var (file, address) in files.Zip(addresses))
            (await Put(address, file)).Status.Should().Be(HttpStatusCode.NoContent);
        return id;
    }

    public async Task<Answer> Put(string address, Sample file)
    {
        using var nobody = Server.Client();
        return await nobody.PutBytes(address, file.Bytes, file.Type);
    }

    /// <summary>Without saying beforehand how many bytes there are.</summary>
    public async Task<Answer> PutChunked(string address, Sample file)
    {
        using var nobody = Server.Client();
        var content = new StreamContent(new UnknownLengthStream(file.Bytes));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.Type);
        return await nobody.Call(HttpMethod.Put, address, content);
    }

    public Task<Answer> Complete(string id, object? body = null) => Client.PostJson($"/v1/content/{id}/finalize-upload", body ?? new { caption = "Done." });

    /// <summary>All that lies in the database and in the media folder, as text to be compared.</summary>
    public async Task<string> Traces()
    {
        var tables = (await DatabaseDigest.Take(Server.Database)).OrderBy(table => table.Key, StringComparer.Ordinal);
        var files = Directory.Exists(Server.MediaFolder)
            ? Directory.EnumerateFiles(Server.MediaFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return $"{string.Join('\n', tables)}\n{string.Join('\n', files.Select(file => $"{Path.GetRelativePath(Server.MediaFolder, file)} {new FileInfo(file).Length}"))}";
    }
}
