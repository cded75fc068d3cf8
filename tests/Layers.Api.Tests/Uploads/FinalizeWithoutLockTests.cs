using System.Net;
using Layers.Application.Generation;
using Layers.Domain;
using Layers.Testing;

namespace Layers.Api.Tests.Uploads;

/// <summary>Files are read and published with nothing locked; a short transaction decides, for all files of a container or none.</summary>
public sealed class FinalizeWithoutLockTests(SlowProbeFixture api) : IClassFixture<SlowProbeFixture>
{
    [Fact]
    public async Task Finalize_WhileAFileIsBeingRead_HoldsNeitherTheContainerNorAConnection()
    {
        var (id, address) = await Sent();
        var pause = api.Probe.PauseOnce();

        var finalizing = Finalize(id);
        await pause.Reached;
        var sessions = await api.Server.Database.Value<long>("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        var again = await api.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        pause.Resume();

        sessions.Should().Be(0);
        again.Status.Should().Be(HttpStatusCode.NoContent, "the container's row is free");
        (await finalizing).ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "A file was sent again while the upload was finalized. Finalize it again." }
            """);
        (await Finalize(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finalize_WhenOtherBytesCameWhileItRead_ShowsThoseInTheEnd()
    {
        var (id, address) = await Sent();
        var other = Given.Picture(64, 48);
        var pause = api.Probe.PauseOnce();

        var finalizing = Finalize(id);
        await pause.Reached;
        (await api.Client.PutBytes(address, [.. other, .. new byte[Given.Picture().Length - other.Length]], "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        pause.Resume();
        (await finalizing).Status.Should().Be(HttpStatusCode.Conflict);

        var asset = (await Finalize(id)).Json["assets"]![0]!;

        ((int?)asset["width"], (int?)asset["height"]).Should().Be((64, 48));
        using var served = await api.Client.GetAsync((string?)asset["url"]);
        (await served.Content.ReadAsByteArrayAsync())[..other.Length].Should().Equal(other);
    }

    [Fact]
    public async Task Finalize_WhenTheProjectIsArchivedMeanwhile_IsRefused()
    {
        var project = await api.Given.Project();
        var (id, _) = await Sent(project);
        var pause = api.Probe.PauseOnce();

        var finalizing = Finalize(id);
        await pause.Reached;
        await api.Client.DeleteJson($"/v1/projects/{project}");
        pause.Resume();

        (await finalizing).Status.Should().Be(HttpStatusCode.Conflict);
        (await api.Given.Container(id))["status"]!.ToString().Should().NotBe("completed");
    }

    [Fact]
    public async Task CompleteGeneration_WhenTheThirdFileIsRefused_PublishesNone()
    {
        var id = await api.Given.Queued(await api.Given.Project());
        byte[][] files = [Given.Picture(), Given.Picture(), [.. "<html></html>"u8]];

        var act = () => Complete(id, files);

        (await act.Should().ThrowAsync<DomainException>()).Which.Message.Should().Be(
            "Generated file 3: The file is text/html. Accepted are video/mp4, video/quicktime, image/jpeg, image/png, image/webp.");
        FilesOf(id).Should().BeEmpty();
        (await api.Given.Container(id))["status"]!.ToString().Should().Be("queued");
    }

    [Fact]
    public async Task CompleteGeneration_ByTwoAtOnce_CompletesOnceWithAllFilesOfTheOne()
    {
        var id = await api.Given.Queued(await api.Given.Project());
        byte[][][] attempts = [.. Enumerable.Range(1, 6).Select(width => new[] { Given.Picture(width * 8, 8), Given.Picture(width * 8, 16) })];

        var outcomes = await Task.WhenAll(attempts.Select(async files => await Outcome(() => Complete(id, files))));

        outcomes.Count(isDone => isDone).Should().Be(1);
        var assets = (await api.Given.Container(id))["assets"]!.AsArray();
        assets.Select(asset => (int?)asset!["width"]).Distinct().Should().ContainSingle();
        FilesOf(id).Should().HaveCount(2, "what the others had published is gone");
        foreach (var asset in assets)
        {
            using var served = await api.Client.GetAsync((string?)asset!["url"]);
            (await served.Content.ReadAsByteArrayAsync()).Should().Equal(attempts[((int)asset["width"]! / 8) - 1][(int)asset["height"]! == 8 ? 0 : 1]);
        }
    }

    [Fact]
    public async Task CompleteGeneration_WithoutFilesOrWithTooMany_IsRefused()
    {
        var id = await api.Given.Queued(await api.Given.Project());

        foreach (var count in new[] { 0, 11 })
        {
            var act = () => Complete(id, [.. Enumerable.Repeat(Given.Picture(), count)]);
            (await act.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.Validation);
        }
    }

    private static async Task<bool> Outcome(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (DomainException refused) when (refused.Kind == ErrorKind.Conflict)
        {
            return false;
        }
    }

    private async Task Complete(string id, byte[][] files) => await api.Server.Send(
        new CompleteGeneration(new ContainerId(id.Uuid()), "Made.", [.. files.Select(file => new MemoryStream(file))]),
        api.Given.OrganizationId);

    private string[] FilesOf(string id)
    {
        var folder = Path.Combine(api.Server.MediaFolder, "public-media", "content-container", id[4..]);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    private async Task<(string Id, string Address)> Sent(string? project = null)
    {
        var (id, address) = await api.Given.StartedUpload(project ?? await api.Given.Project(), Given.Picture());
        (await api.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        return (id, address);
    }

    private Task<Answer> Finalize(string id) => api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." });
}
