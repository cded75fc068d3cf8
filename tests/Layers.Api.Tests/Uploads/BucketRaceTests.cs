using System.Net;
using Layers.Application.Generation;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>Finalizes beside each other, beside bytes that are sent, and beside expiry and sweeps, with media in a bucket.</summary>
public sealed class BucketRaceTests(BucketFixture api) : IClassFixture<BucketFixture>
{
    private static readonly byte[] Picture = UploadFixture.Jpeg.Bytes;
    private static readonly byte[] Other = BucketFixture.OtherPicture();

    [Fact]
    public async Task Finalize_ByTwentyAtOnce_ReceivesAndCompletesOnce()
    {
        var (id, _) = await api.SentToTheBucket();

        var answers = await Crowd.Of(20, _ => api.Complete(id));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer.Body).Distinct().Should().ContainSingle();
        (await api.Given.Audit()).Where(row => row.Data["containerId"]?.GetValue<string>() == id && row.Type == "content.file_received").Should().ContainSingle();
        api.NamesOf(id, "kept/").Should().BeEmpty("the copies of those who came later are removed");
        api.NamesOf(id, "public-media/").Should().ContainSingle();
    }

    [Fact]
    public async Task Finalize_BesideBytesThatAreSentAllTheTime_ShowsOneOfThemWhole()
    {
        var (id, address) = await api.SentToTheBucket();
        byte[][] pictures = [.. Enumerable.Range(1, 8).Select(width => BucketFixture.OtherPicture(width * 8))];

        var sending = Task.WhenAll(pictures.Select(picture => BucketFixture.Send(address, picture)));
        var answers = await Crowd.Of(8, _ => api.Complete(id));
        await sending;

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
        var asset = (await api.Complete(id)).Json["assets"]![0]!;
        var shown = api.Bucket.BytesOf(api.NamesOf(id, "public-media/").Single());
        byte[] expected = (int)asset["width"]! == 1080 ? Picture : pictures[((int)asset["width"]! / 8) - 1];
        shown.Should().Equal(expected);
        api.NamesOf(id, "kept/").Should().BeEmpty();
    }

    [Fact]
    public async Task Finalize_WhenAnotherReceivedLaterBytesMeanwhile_IsRefused_AndDoesNotBringBackTheEarlier()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg, UploadFixture.Jpeg);
        await BucketFixture.Send(addresses[0], Other);
        var copied = api.Bucket.HaltOnce($"PUT kept/{id.Uuid():D}");
        var early = api.Complete(id);
        await copied;
        await BucketFixture.Send(addresses[0], Picture);
        (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "UPLOAD_INCOMPLETE");

        api.Bucket.Resume();

        (await early).ShouldBeErrorJson(HttpStatusCode.Conflict, """
            { "code": "CONFLICT", "message": "A file was sent again while the upload was finalized. Finalize it again." }
            """);
        await BucketFixture.Send(addresses[1], Picture);
        var completed = await api.Complete(id);
        completed.Status.Should().Be(HttpStatusCode.OK);
        ((int?)completed.Json["assets"]![0]!["width"]).Should().Be(1080);
        api.NamesOf(id, "kept/").Should().BeEmpty();
    }

    [Fact]
    public async Task Finalize_WhenOtherBytesAreSentBeforeTheCopy_IsRefused()
    {
        var (id, address) = await api.SentToTheBucket(Other);
        var found = api.Bucket.HaltOnce($"HEAD sent/{id.Uuid():D}");
        var finalizing = api.Complete(id);
        await found;
        await BucketFixture.Send(address, Picture);

        api.Bucket.Resume();

        (await finalizing).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        api.NamesOf(id).Should().Equal($"sent/{id.Uuid():D}/upload-1");
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Finalize_WhenTheFilesAreSealed_ShowsThose_WhateverIsSent()
    {
        var (id, address) = await api.SentToTheBucket();
        var publishing = api.Bucket.HaltOnce($"PUT public-media/content-container/{id.Uuid():D}");
        var finalizing = api.Complete(id);
        await publishing;
        await BucketFixture.Send(address, Other);

        var other = await api.Complete(id);
        api.Bucket.Resume();

        other.Status.Should().Be(HttpStatusCode.OK);
        (await finalizing).Body.Should().Be(other.Body);
        api.Bucket.BytesOf(api.NamesOf(id, "public-media/").Single()).Should().Equal(Picture);
    }

    [Fact]
    public async Task Finalize_WhoseBytesAreMovedWhileItReadsThem_ReadsThemWhereTheyAre()
    {
        var (id, _) = await api.SentToTheBucket();
        var opened = api.Bucket.HaltOnce($"HEAD kept/{id.Uuid():D}");
        var early = api.Complete(id);
        await opened;
        var other = await api.Complete(id);

        api.Bucket.Resume();

        other.Status.Should().Be(HttpStatusCode.OK);
        var answer = await early;
        (answer.Status, answer.Body).Should().Be((HttpStatusCode.OK, other.Body));
    }

    [Fact]
    public async Task Expiry_RemovesSentAndKeptObjects()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg, UploadFixture.Jpeg);
        await BucketFixture.Send(addresses[0], Picture);
        (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "UPLOAD_INCOMPLETE");
        api.NamesOf(id).Should().HaveCount(2, "one was sent, and has a receipt");
        api.Clock.Advance(Duration.FromDays(1));

        await Expire();

        api.NamesOf(id).Should().BeEmpty();
        var error = (await api.Complete(id)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        ((string?)error["details"]!["code"]).Should().Be("UPLOAD_EXPIRED");
    }

    [Fact]
    public async Task Sweep_RemovesObjectsThatNoRowNames_AndKeepsWhatWaits()
    {
        var (completed, _) = await api.SentToTheBucket();
        (await api.Complete(completed)).Status.Should().Be(HttpStatusCode.OK);
        var (waiting, _) = await api.SentToTheBucket();
        api.Bucket.Put($"kept/{waiting.Uuid():D}/upload-1.{Guid.NewGuid():N}", Other);
        await api.Server.Send(new SweepUnnamedFiles());
        api.NamesOf(completed).Should().HaveCount(2, "they came a moment ago");

        api.Clock.Advance(Duration.FromHours(2));
        await api.Server.Send(new SweepUnnamedFiles());

        api.NamesOf(completed).Should().OnlyContain(name => name.StartsWith("public-media/", StringComparison.Ordinal));
        api.NamesOf(waiting).Should().OnlyContain(name => name.StartsWith("sent/", StringComparison.Ordinal));
        (await api.Complete(waiting)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sweep_RemovesWhatWasSentToAnUploadThatHasExpired()
    {
        var (id, _) = await api.SentToTheBucket();
        api.Clock.Advance(Duration.FromDays(1));
        await Expire();
        api.Bucket.Put($"sent/{id.Uuid():D}/upload-1", Picture);
        api.Clock.Advance(Duration.FromDays(1) + Duration.FromHours(1));

        await api.Server.Send(new SweepOrphanedFiles());

        api.NamesOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task Generation_PublishesToTheStore_AndLeavesNothingWhenItIsRefused()
    {
        var id = await api.Given.Generated(api.Project, slides: 2);
        api.NamesOf(id, "public-media/").Should().HaveCount(2);

        var canceled = await api.Given.Canceled(api.Project);
        var act = () => api.Server.Send(
            new CompleteGeneration(new ContainerId(canceled.Uuid()), "Late.", [new MemoryStream(Picture)]), api.Given.OrganizationId);

        await act.Should().ThrowAsync<DomainException>();
        api.NamesOf(canceled).Should().BeEmpty();
    }

    /// <summary>All of them, also those that other tests have left behind.</summary>
    private async Task Expire()
    {
        while (await api.Server.Send(new ExpireUploads()) > 0)
        {
        }
    }
}
