using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Audit;

/// <summary>A seal that somebody kept elsewhere tells what the chain cannot show by itself.</summary>
public sealed class VerifyAgainstASealTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>Someone who removes the end and mends the head leaves a chain that is whole; only a seal that was kept tells.</summary>
    [Fact]
    public async Task Verify_WithAKeptSeal_NoticesAChainThatWasMadeAnew()
    {
        var given = await api.Server.Sealed();
        var rows = await given.List();
        var kept = rows.Select(row => row!["seal"]!).ToDictionary(seal => (long)seal["position"]!, seal => (string)seal["hash"]!);
        var second = (string)rows.Single(row => (long)row!["seal"]!["position"]! == 2)!["eventId"]!;
        string Anchor(long position, string? hash = null) => $"?position={position}&hash={hash ?? kept[position]}";
        ((bool?)(await given.Verify(Anchor(5)))["intact"]).Should().BeTrue();

        await api.Server.Database.Run(
            """
            with gone as (delete from audit_seals where organization_id = $1 and position > 3 returning event_id),
              rows as (delete from audit_log where event_id in (select event_id from gone))
            update audit_heads set position = 3, hash = (select hash from audit_seals where organization_id = $1 and position = 3) where organization_id = $1
            """,
            given.OrganizationId.Value);

        ((bool?)(await given.Verify())["intact"]).Should().BeTrue("that is what the chain cannot show by itself");
        ((bool?)(await given.Verify(Anchor(3)))["intact"]).Should().BeTrue();
        await given.ShouldBeBroken(5, eventId: null, "anchor_differs", Anchor(5));
        await given.ShouldBeBroken(2, second, "anchor_differs", Anchor(2, kept[1]));
    }

    [Fact]
    public async Task Verify_TakesASealInAnySpelling()
    {
        var given = await api.Server.Sealed();
        var kept = (await given.List()).Select(row => row!["seal"]!).Single(seal => (long)seal["position"]! == 3);
        var hash = (string)kept["hash"]!;

        ((bool?)(await given.Verify($"?position=3.0&hash={hash.ToUpperInvariant()}"))["intact"]).Should().BeTrue();
        ((bool?)(await given.Verify($"?position=2e0&hash={hash}"))["intact"]).Should().BeFalse("the second seal has another hash");
    }

    [Theory]
    [InlineData("position=1", "hash")]
    [InlineData("hash=0000000000000000000000000000000000000000000000000000000000000000", "position")]
    [InlineData("position=0&hash=0000000000000000000000000000000000000000000000000000000000000000", "position")]
    [InlineData("position=99999999999999999999&hash=0000000000000000000000000000000000000000000000000000000000000000", "position")]
    [InlineData("position=1&hash=zul7", "hash")]
    [InlineData("position=1&hash=000000000000000000000000000000000000000000000000000000000000000G", "hash")]
    [InlineData("position=&hash=", "position", "hash")]
    public async Task Verify_WithABadSeal_Returns422(string query, params string[] paths) =>
        (await api.Client.GetJson($"/v1/audit-log/verify?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, paths);
}
