using System.Net;
using Layers.Api.Tests.Races;
using Layers.Api.Tests.Uploads;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Retention;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Retention;

/// <summary>The expiry beside bytes that come in, a finalize, and another node: one of them wins, and the other sees it.</summary>
public sealed class ExpireUploadsRaceTests(RetentionFixture api) : IClassFixture<RetentionFixture>
{
    private static readonly Duration ADay = Duration.FromHours(24);

    [Fact]
    public async Task Bytes_InFrontOfTheExpiry_ArePassedOver_AndRemovedByTheNext()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        await MakeOld(id);
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");
        var sending = api.Put(addresses[0], UploadFixture.Jpeg);
        await held.UntilWaiting(1);

        (await api.Server.Send(new ExpireUploads()).InTime()).Should().Be(0);
        await held.Release();

        (await sending).Status.Should().Be(HttpStatusCode.NoContent);
        api.FilesOf(id).Should().ContainSingle();
        await Expire();
        (await StatusOf(id)).Should().Be("failed");
        api.FilesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Bytes_BehindTheExpiry_AreRefused()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg);
        await MakeOld(id);
        await using var held = await HeldLock.On(api.Server.Database, "lock table audit_log in share mode");
        var expiry = api.Server.Send(new ExpireUploads());
        await held.UntilWaiting(1);
        var sending = api.Put(addresses[0], UploadFixture.Jpeg);
        await held.UntilWaiting(2);

        await held.Release();

        (await expiry).Should().BePositive();
        var error = (await sending).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        error["details"]!["code"]!.GetValue<string>().Should().Be("UPLOAD_EXPIRED");
        api.FilesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Finalize_ThatHoldsTheContainer_WinsOverTheExpiry()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        await MakeOld(id);
        await using var held = await HeldLock.On(api.Server.Database, "lock table audit_log in share mode");
        var finalizing = api.Complete(id);
        await held.UntilWaiting(1);

        (await api.Server.Send(new ExpireUploads()).InTime()).Should().Be(0);
        await held.Release();

        (await finalizing).Status.Should().Be(HttpStatusCode.OK);
        await Expire();
        (await StatusOf(id)).Should().Be("completed");
        api.FilesOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task Finalize_BehindTheExpiry_IsRefused()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        await MakeOld(id);
        await using var held = await HeldLock.On(api.Server.Database, "lock table audit_log in share mode");
        var expiry = api.Server.Send(new ExpireUploads());
        await held.UntilWaiting(1);
        var finalizing = api.Complete(id);
        await held.UntilWaiting(2);

        await held.Release();

        (await expiry).Should().BePositive();
        (await finalizing).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await StatusOf(id)).Should().Be("failed");
        api.FilesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Uploads_ThatTwoNodesExpireAtOnce_FailOnceEach()
    {
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
            ids.Add((await api.Started(UploadFixture.Jpeg)).Id);
        api.Clock.Advance(ADay);
        await using var other = await api.ServerBeside();

        await Crowd.Of(8, index => (index % 2 == 0 ? api.Server : other).Send(new ExpireUploads()));
        await Expire();

        foreach (var id in ids)
        {
            ((int?)(await api.Given.Container(id))["revision"]).Should().Be(2);
            (await api.Events("content.failed", id)).Should().Be(1);
        }
    }

    /// <summary>Older than an upload may be, while its address is still good.</summary>
    private Task<object?> MakeOld(string id) =>
        api.Server.Database.Run("update containers set created_at = created_at - interval '1 day' where container_id = $1", id.Uuid());

    private async Task<string?> StatusOf(string id) => (await api.Given.Container(id)).TextOf("status");

    /// <summary>All of them, also those that other tests have left behind.</summary>
    private async Task Expire()
    {
        while (await api.Server.Send(new ExpireUploads()) > 0)
        {
        }
    }
}
