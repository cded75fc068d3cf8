using System.Net;
using Layers.Application.Retention;
using Layers.Application.Uploads;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>A server on which each organization may keep ten files of ten thousand bytes.</summary>
public sealed class QuotaFixture : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Layers:Uploads:MostBytes"] = "100000" };
}

public sealed class QuotaTests(QuotaFixture api) : IClassFixture<QuotaFixture>
{
    [Fact]
    public async Task Start_UpToTheQuota_Succeeds_AndBeyondIt_Returns422AndLeavesNothing()
    {
        var (given, project) = await Fresh();
        (await Start(given, project, 40_000, 60_000)).Status.Should().Be(HttpStatusCode.Created);
        var before = await DatabaseDigest.Take(api.Server.Database);

        var refused = await Start(given, project, 1);

        var error = refused.ShouldBeError(HttpStatusCode.UnprocessableEntity, "QUOTA_EXCEEDED");
        error["details"]!.ToJsonString().Should().Be("""{"limitBytes":100000,"usedBytes":100000,"askedBytes":1}""");
        (await DatabaseDigest.Take(api.Server.Database)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Start_OfMoreThanTheWholeQuota_IsRefusedTheFirstTimeToo()
    {
        var (given, project) = await Fresh();

        var error = (await Start(given, project, 60_000, 60_000)).ShouldBeError(HttpStatusCode.UnprocessableEntity, "QUOTA_EXCEEDED");

        error["details"]!.ToJsonString().Should().Be("""{"limitBytes":100000,"usedBytes":0,"askedBytes":120000}""");
    }

    [Fact]
    public async Task Starts_ByThirtyAtOnce_NeverPassTheQuota()
    {
        var (given, project) = await Fresh();

        var answers = await Crowd.Of(30, _ => Start(given, project, 10_000));

        answers.Where(answer => answer.Status == HttpStatusCode.Created).Should().HaveCount(10);
        answers.Where(answer => answer.Status != HttpStatusCode.Created).Should().OnlyContain(answer => answer.ErrorCode == "QUOTA_EXCEEDED");
        (await UsedBy(given)).Should().Be(100_000);
    }

    [Fact]
    public async Task Quota_OfOneOrganization_IsNotThatOfAnother()
    {
        var (given, project) = await Fresh();
        var (other, otherProject) = await Fresh();
        await Start(given, project, 100_000);

        (await Start(other, otherProject, 100_000)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Start_SentAgainWithItsKey_CountsOnce()
    {
        var (given, project) = await Fresh();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        foreach (var _ in Enumerable.Range(0, 3))
            (await given.Client.PostJson($"/v1/projects/{project}/content/uploads", Files(6_000), key)).Status.Should().Be(HttpStatusCode.Created);

        (await UsedBy(given)).Should().Be(6_000);
    }

    [Fact]
    public async Task Upload_CountsOnceUntilItIsFinalized_AndNoMoreWhenItHasExpired()
    {
        var (given, project) = await Fresh();
        await given.Uploaded(project);
        var finalized = await UsedBy(given);
        await Start(given, project, 5_000);
        (await UsedBy(given)).Should().Be(finalized + 5_000);
        api.Clock.Advance(Duration.FromDays(1));

        await api.Server.Send(new ExpireUploads());

        finalized.Should().Be(Given.Picture().Length);
        (await UsedBy(given)).Should().Be(finalized);
        (await Start(given, project, 5_000)).Status.Should().Be(HttpStatusCode.Created, "its bytes are free again");
    }

    [Fact]
    public async Task Recount_FindsWhatIsKept_WhateverWasCounted()
    {
        var (given, project) = await Fresh();
        await Start(given, project, 10_000);
        api.Clock.Advance(Duration.FromDays(1));
        await api.Server.Send(new ExpireUploads());
        await Start(given, project, 2_000);
        await given.Generated(project, slides: 2);
        var counted = await UsedBy(given);
        await api.Server.Database.Run("update media_usage set bytes = 7 where organization_id = $1", given.OrganizationId.Value);

        (await api.Server.Send(new RecountMediaUsage(), given.OrganizationId)).Should().Be(counted);

        (await UsedBy(given)).Should().Be(counted).And.BeGreaterThan(2_000);
        (await given.Audit()).Should().ContainSingle(row => row.Type == "media_usage.recounted");
    }

    private async Task<(Given Given, string Project)> Fresh()
    {
        var given = await Given.Organization(api.Server);
        return (given, await given.Project());
    }

    private static Task<Answer> Start(Given given, string project, params int[] sizes) =>
        given.Client.PostJson($"/v1/projects/{project}/content/uploads", Files(sizes));

    private static object Files(params int[] sizes) =>
        new { files = sizes.Select((size, index) => new { filename = $"{index}.jpg", contentType = "image/jpeg", sizeBytes = size }) };

    private Task<long> UsedBy(Given given) =>
        api.Server.Database.Value<long>("select bytes from media_usage where organization_id = $1", given.OrganizationId.Value);
}
