using Layers.Api.Tests.Uploads;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>Two databases on one media folder, as after a dump was restored beside the database that it was taken from.</summary>
public sealed class MediaOwnershipTests(RetentionFixture api) : IClassFixture<RetentionFixture>, IAsyncLifetime
{
    private ApiServer copy = null!;

    public async Task InitializeAsync()
    {
        await Sweep(api.Server);
        copy = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:Media:Folder"] = api.Server.MediaFolder });
    }

    public async Task DisposeAsync()
    {
        await api.Server.Send(new AdoptMedia());
        await copy.DisposeAsync();
    }

    [Fact]
    public async Task Sweeps_RemoveNothing_UntilTheirDatabaseAdoptsTheFolder()
    {
        var unknown = MadeSince();

        await Sweep(copy);
        api.FilesOf(unknown).Should().ContainSingle();

        await copy.Send(new AdoptMedia());
        await Sweep(api.Server);
        api.FilesOf(unknown).Should().ContainSingle("now it is the other's");

        await Sweep(copy);
        api.FilesOf(unknown).Should().BeEmpty();
    }

    [Fact]
    public async Task Expiry_FailsTheUpload_AndLeavesFilesToTheOwnerOfTheFolder()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        await copy.Send(new AdoptMedia());
        api.Clock.Advance(Duration.FromDays(1));

        await api.Server.Send(new ExpireUploads());

        ((string?)(await api.Given.Container(id))["status"]).Should().Be("failed");
        api.FilesOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_LeavesOneOwner()
    {
        await using var other = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:Media:Folder"] = copy.MediaFolder });
        File.Delete(Path.Combine(api.Server.MediaFolder, "owner"));
        var unknown = MadeSince();

        await Crowd.Of(6, index => (index % 2 == 0 ? copy : other).Send(new SweepOrphanedFiles()));

        api.FilesOf(unknown).Should().BeEmpty();
        File.ReadAllText(Path.Combine(api.Server.MediaFolder, "owner")).Should().MatchRegex("^[0-9]+/[0-9]+$");
    }

    /// <summary>A file of a container that none of the databases knows, made after all of them, which nobody has touched for long.</summary>
    private string MadeSince()
    {
        var id = $"cnt_{Id.New<ContainerId>(Instant.FromUtc(2100, 1, 1, 0, 0)).Value:D}";
        var folder = Path.Combine(api.Server.MediaFolder, "kept", $"{id.Uuid():D}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "upload-1"), "of the other database");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "upload-1"), (api.Clock.GetCurrentInstant() - Duration.FromDays(400)).ToDateTimeUtc());
        return id;
    }

    private static async Task Sweep(ApiServer server)
    {
        await server.Send(new SweepOrphanedFiles());
        await server.Send(new SweepUnnamedFiles());
    }
}
