using System.Net;
using Layers.Application.Retention;
using Layers.Application.Seams;
using Layers.Testing;

namespace Layers.Api.Tests.Uploads;

/// <summary>A finalize that is refused in the end has settled nothing on its way there.</summary>
public sealed class FinalizeRefusedTests(SlowStoreFixture api) : IClassFixture<SlowStoreFixture>
{
    [Fact]
    public async Task Finalize_WithAKeyThatWasUsedElsewhere_LeavesTheUploadOpen()
    {
        var key = ("Idempotency-Key", "used-for-a-project");
        (await api.Client.PostJson("/v1/projects", new { name = "Acme Coffee" }, key)).Status.Should().Be(HttpStatusCode.Created);
        var (id, address) = await Sent();
        var before = await DatabaseDigest.Take(api.Server.Database);

        (await Finalize(id, key)).ShouldBeError(HttpStatusCode.Conflict, "IDEMPOTENCY_CONFLICT");

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
        (await api.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(nameof(IMediaStore.Open))]
    [InlineData(nameof(IMediaStore.Move))]
    public async Task Finalize_WhenTheUploadExpiresInFrontOf_SaysThatItHasExpired(string call)
    {
        var (id, _) = await Sent();
        await api.Server.Database.Run("update containers set created_at = created_at - interval '1 day' where container_id = $1", id.Uuid());
        var pause = api.PauseOnce(call);

        var finalizing = Finalize(id);
        await pause.Reached;
        (await api.Server.Send(new ExpireUploads())).Should().Be(1);
        pause.Resume();

        var error = (await finalizing).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        ((string?)error["details"]!["code"]).Should().Be("UPLOAD_EXPIRED");
        Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories).Should().NotContain(path => path.Contains($"{id.Uuid():D}", StringComparison.Ordinal));
    }

    private async Task<(string Id, string Address)> Sent()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());
        (await api.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        return (id, address);
    }

    private Task<Answer> Finalize(string id, params (string Name, string Value)[] headers) =>
        api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." }, headers);
}
