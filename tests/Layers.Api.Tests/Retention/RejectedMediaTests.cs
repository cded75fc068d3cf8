using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Races;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>What was rejected long ago keeps the facts of its files, and not the files.</summary>
public sealed class RejectedMediaTests(RetentionFixture api) : IClassFixture<RetentionFixture>
{
    private static readonly Duration Kept = Duration.FromDays(90);

    [Fact]
    public async Task Media_NinetyDaysAfterTheRejection_IsRemoved_AndTheContainerSaysSo()
    {
        var id = await Rejected();
        var before = await api.Given.Container(id);
        var used = await api.UsedBytes();
        api.Clock.Advance(Kept);

        await Remove();

        var container = await api.Given.Container(id);
        container.TextOf("mediaRemovedAt").Should().Be(api.Now);
        ((int)container["revision"]!).Should().Be((int)before["revision"]! + 1);
        var asset = container["assets"]!.AsArray().Should().ContainSingle().Subject!;
        (asset["url"], asset["thumbnailUrl"]).Should().Be((null, null));
        WithoutAddresses(asset).Should().Be(WithoutAddresses(before["assets"]![0]!), "the facts stay");
        (container["preview"]!["primaryUrl"], container["preview"]!["thumbnailUrl"]).Should().Be((null, null));
        container["preview"]!["imageUrls"]!.AsArray().Should().BeEmpty();
        (container.TextOf("rejectionReason"), container.TextOf("status")).Should().Be(("Old logo.", "completed"));
        api.FilesOf(id).Should().BeEmpty();
        using var nobody = api.Server.Client();
        (await nobody.GetAsync(before["assets"]![0]!.TextOf("url"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (used - await api.UsedBytes()).Should().Be((long)asset["sizeBytes"]!);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.media_removed" && row.Actor == "system:retention");
    }

    [Fact]
    public async Task Media_OfAListRow_HasNoAddressesAnyMore()
    {
        var project = await api.Given.GatedProject();
        await Rejected(project);
        api.Clock.Advance(Kept);

        await Remove();

        var row = (await api.Client.GetJson($"/v1/projects/{project}/content")).Json["items"]!.AsArray().Should().ContainSingle().Subject!;
        row["primaryAsset"]!["thumbnailUrl"].Should().BeNull();
        row["primaryAsset"]!.TextOf("assetId").Should().Be("upload-1");
        row["preview"]!["primaryUrl"].Should().BeNull();
    }

    [Fact]
    public async Task Media_OfWhatIsNotRejected_OrNotLongAgo_Stays()
    {
        var project = await api.Given.GatedProject();
        var approved = await api.Given.Pending(project);
        (await api.Client.PostJson($"/v1/content/{approved}/approve")).Status.Should().Be(HttpStatusCode.OK);
        var pending = await api.Given.Pending(project);
        api.Clock.Advance(Kept);
        var rejected = await Rejected(project);
        api.Clock.Advance(Kept - Duration.FromMilliseconds(1));

        await Remove();

        foreach (var id in new[] { approved, pending, rejected })
        {
            (await api.Given.Container(id))["mediaRemovedAt"].Should().BeNull();
            api.FilesOf(id).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Media_OfGeneratedContent_IsCountedNoMore()
    {
        var project = await api.Given.GatedProject();
        var before = await api.UsedBytes();
        var id = await api.Given.Generated(project);
        (await api.UsedBytes()).Should().BeGreaterThan(before);
        await Reject(id);
        api.Clock.Advance(Kept);

        await Remove();

        (await api.UsedBytes()).Should().BeLessThanOrEqualTo(before);
        api.FilesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Media_RemovedByTwoNodesAtOnce_IsRemovedOnce()
    {
        var project = await api.Given.GatedProject();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
            ids.Add(await Rejected(project));
        api.Clock.Advance(Kept);
        await using var other = await api.ServerBeside();

        await Crowd.Of(6, index => (index % 2 == 0 ? api.Server : other).Send(new RemoveRejectedMedia()));
        await Remove();

        foreach (var id in ids)
            (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.media_removed");
    }

    [Fact]
    public async Task Files_LeftByAProcessThatDied_AreSwept_AndNoOthers()
    {
        var removed = await Rejected();
        await api.Server.Database.Run(
            "update containers set media_removed_at = decided_at, revision = revision + 1 where container_id = $1", removed.Uuid());
        var expired = await api.Sent(Uploads.UploadFixture.Jpeg);
        await api.Server.Database.Run(
            "update containers set status = 'failed', failed_at = created_at, error_code = 'UPLOAD_EXPIRED', error_message = '', media_removed_at = created_at where container_id = $1",
            expired.Uuid());
        var completed = await Rejected();
        var waiting = await api.Sent(Uploads.UploadFixture.Jpeg);
        var unknown = Copy(completed, Id.New<ContainerId>(Instant.FromUtc(2100, 1, 1, 0, 0)).Value);
        var ofAnotherDatabase = Copy(completed, Id.New<ContainerId>(Instant.FromUtc(2020, 1, 1, 0, 0)).Value);

        await api.Server.Send(new SweepOrphanedFiles());
        api.FilesOf(removed).Should().ContainSingle("it was touched a moment ago");
        foreach (var file in Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, (api.Clock.GetCurrentInstant() - Duration.FromHours(25)).ToDateTimeUtc());
        await api.Server.Send(new SweepOrphanedFiles());

        foreach (var id in new[] { removed, expired, $"cnt_{unknown}" })
            api.FilesOf(id).Should().BeEmpty();
        foreach (var id in new[] { completed, waiting, $"cnt_{ofAnotherDatabase}" })
            api.FilesOf(id).Should().ContainSingle();
    }

    private async Task<string> Rejected(string? project = null)
    {
        var id = await api.Given.Pending(project);
        await Reject(id);
        return id;
    }

    private async Task Reject(string id) =>
        (await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "Old logo." })).Status.Should().Be(HttpStatusCode.OK);

    /// <summary>The published files once more, as those of another container.</summary>
    private Guid Copy(string id, Guid to)
    {
        var from = api.FilesOf(id).Single();
        var copy = from.Replace($"{id.Uuid():D}", $"{to:D}", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(from, copy);
        return to;
    }

    private static string WithoutAddresses(JsonNode asset)
    {
        var facts = asset.DeepClone().AsObject();
        facts.Remove("url");
        facts.Remove("thumbnailUrl");
        return facts.ToJsonString();
    }

    private async Task Remove()
    {
        while (await api.Server.Send(new RemoveRejectedMedia()) > 0)
        {
        }
    }
}
