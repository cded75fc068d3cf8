using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Races;

/// <summary>Once archiving has been answered, nothing in the project changes any more: not by a write that had begun before, either.</summary>
public sealed class ArchiveRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Writes => new(Writers.Keys);

    private static readonly Dictionary<string, Func<HttpClient, Scene, Task<Answer>>> Writers = new()
    {
        ["approve"] = (client, scene) => client.PostJson($"/v1/content/{scene.Pending}/approve"),
        ["reject"] = (client, scene) => client.PostJson($"/v1/content/{scene.Pending}/reject", new { reason = "No." }),
        ["correct"] = (client, scene) => client.PatchJson($"/v1/content/{scene.Pending}", new { caption = "Another." }),
        ["finalize"] = (client, scene) => client.PostJson($"/v1/content/{scene.Unfinished}/finalize-upload", new { caption = "Done." }),
        ["start upload"] = (client, scene) => client.PostJson(
            $"/v1/projects/{scene.Project}/content/uploads",
            new { files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 1000 } } }),
        ["patch policy"] = (client, scene) => client.PatchJson($"/v1/projects/{scene.Project}/approval-policy", new { firstNPostsBlocked = 7 }),
        ["patch project"] = (client, scene) => client.PatchJson($"/v1/projects/{scene.Project}", new { name = "Another name" }),
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Archive_WaitsForAWriteThatHasBegun(string write)
    {
        var scene = await Begin();
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var second = await api.ServerBeside(proxy);
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        using var halt = Halt.AtCommit(proxy, CommitsOf(write));

        var writing = Writers[write](beside, scene);
        await halt.Reached;
        var archiving = api.Client.DeleteJson($"/v1/projects/{scene.Project}");
        await Task.WhenAny(archiving, api.Server.Database.UntilWaiting(1));
        archiving.IsCompleted.Should().BeFalse("the write could still be committed after it");
        halt.GoOn();

        ((int)(await writing).Status).Should().BeInRange(200, 299);
        (await archiving).Status.Should().Be(HttpStatusCode.OK);
        (await api.Given.Audit()).Last(row => row.Project == scene.Project.Uuid()).Type.Should().Be("project.archived");
    }

    // A finalize seals the files before it reads them, and completes the container after it.
    private static int CommitsOf(string write) => write == "finalize" ? 2 : 1;

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ThatComesWhileTheProjectIsArchived_IsRefused(string write)
    {
        var scene = await Begin();
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var second = await api.ServerBeside(proxy);
        using var beside = second.Client(api.Given.Key.Text.Reveal());
        using var halt = Halt.AtCommit(proxy);

        var archiving = beside.DeleteJson($"/v1/projects/{scene.Project}");
        await halt.Reached;
        var writing = Writers[write](api.Client, scene);
        await Task.WhenAny(writing, api.Server.Database.UntilWaiting(1));
        halt.GoOn();

        (await archiving).Status.Should().Be(HttpStatusCode.OK);
        (await writing).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await api.Given.Audit()).Last(row => row.Project == scene.Project.Uuid()).Type.Should().Be("project.archived");
    }

    [Fact]
    public async Task Archive_ByTenAtOnce_ArchivesOnce()
    {
        var project = await api.Given.Project();
        await using var held = await api.Hold($"projects where project_id = '{project.Uuid()}'");

        var archiving = Crowd.Of(10, _ => api.Client.DeleteJson($"/v1/projects/{project}"));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();

        (await archiving).Select(answer => answer.Body).Distinct().Should().ContainSingle();
        (await api.Given.Audit()).Should().ContainSingle(row => row.Type == "project.archived" && row.Project == project.Uuid());
    }

    private async Task<Scene> Begin()
    {
        var project = await api.Given.GatedProject();
        var pending = await api.Given.Pending(project);
        var (unfinished, address) = await api.Given.StartedUpload(project, Given.Picture());
        await api.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        return new Scene(project, pending, unfinished);
    }

    private sealed record Scene(string Project, string Pending, string Unfinished);
}
