using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Races;

public sealed class FinalizeRaceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Finalize_ByTwentyAtOnce_CompletesOnceAndShowsAllTheSame()
    {
        var (id, _) = await Sent();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var finalizing = Crowd.Of(20, i => Finalize(id, $"Caption {i}"));
        await held.UntilWaiting(ApiRaces.FewestSessionsOfAServer);
        await held.Release();
        var answers = await finalizing;

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        answers.Select(answer => answer.Body).Distinct().Should().ContainSingle("the first caption stands, whoever came later");
        ((int?)(await api.Given.Container(id))["revision"]).Should().Be(2);
        (await api.AuditOf(id)).Should().ContainSingle(row => row.Type == "content.generated");
    }

    [Fact]
    public async Task BytesThatComeWhileTheUploadIsFinalized_AreRefused()
    {
        var (id, address) = await Sent();
        await using var held = await api.Hold($"containers where container_id = '{id.Uuid()}'");

        var finalizing = Finalize(id, "The first bytes.");
        await held.UntilWaiting(1);
        var late = api.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        await held.UntilWaiting(2);
        await held.Release();

        (await finalizing).Status.Should().Be(HttpStatusCode.OK);
        (await late).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task BytesSentTwentyTimesAtOnce_LeaveOneWholeFile()
    {
        var (id, address) = await Sent();

        var answers = await Crowd.Of(20, _ => api.Client.PutBytes(address, Given.Picture(), "image/jpeg"));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.NoContent);
        var media = (await Finalize(id, "Whole.")).Json["assets"]![0]!;
        using var bytes = await api.Client.GetAsync((string?)media["url"]);
        (await bytes.Content.ReadAsByteArrayAsync()).Should().Equal(Given.Picture());
    }

    [Fact]
    public async Task BytesThatWereRefused_ReplaceNothing()
    {
        await using var proxy = new PostgresProxy(api.Server.Database, "Options=-c lock_timeout=100ms");
        await using var impatient = await api.ServerBeside(proxy);
        var (id, address) = await Sent();
        await using var held = await api.Hold($"upload_files where container_id = '{id.Uuid()}'");

        using var client = impatient.Client();
        var refused = await client.PutBytes(new Uri(address).PathAndQuery, new byte[Given.Picture().Length], "image/jpeg");
        await held.Release();

        refused.ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        await ShouldShow(Given.Picture(), await Finalize(id, "The first bytes."));
    }

    [Fact]
    public async Task BytesAndFinalizesAtOnce_ShowOneWholeFile_AndLeaveNoOther()
    {
        for (var round = 0; round < 8; round++)
        {
            var (id, address) = await Sent();

            var answers = await Crowd.Of(15, index => index % 3 == 2
                ? Finalize(id, $"Caption {index}")
                : api.Client.PutBytes(address, PictureOf(width: 8 * (index + 1)), "image/jpeg"));
            var finished = await Finalize(id, "In the end.");

            answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.NoContent || answer.Status == HttpStatusCode.Conflict);
            await ShouldShow(PictureOf((int)finished.Json["assets"]![0]!["width"]!), finished);
            FilesOf(id).Should().ContainSingle();
            var audit = await api.AuditOf(id);
            audit.Count(row => row.Type == "content.file_received").Should().Be(1 + answers.Count(answer => answer.Status == HttpStatusCode.NoContent));
            audit.Should().ContainSingle(row => row.Type == "content.generated");
        }
    }

    // All have the same size, as it was declared; only the header tells them apart. What follows the end of a picture does not count.
    private static byte[] PictureOf(int width)
    {
        var picture = Given.Picture(width, 8);
        return width == 1080 ? Given.Picture() : [.. picture, .. new byte[Given.Picture().Length - picture.Length]];
    }

    private async Task ShouldShow(byte[] bytes, Answer finished)
    {
        finished.Status.Should().Be(HttpStatusCode.OK, finished.Body);
        using var served = await api.Client.GetAsync((string?)finished.Json["assets"]![0]!["url"]);
        (await served.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
    }

    private string[] FilesOf(string id) =>
        [.. Directory.EnumerateFiles(api.Server.MediaFolder, "*", SearchOption.AllDirectories).Where(path => path.Contains($"{id.Uuid():D}", StringComparison.Ordinal))];

    private async Task<(string Id, string Address)> Sent()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());
        (await api.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        return (id, address);
    }

    private Task<Answer> Finalize(string id, string caption) => api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption });
}
