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

    private async Task<(string Id, string Address)> Sent()
    {
        var (id, address) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());
        (await api.Client.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        return (id, address);
    }

    private Task<Answer> Finalize(string id, string caption) => api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption });
}
