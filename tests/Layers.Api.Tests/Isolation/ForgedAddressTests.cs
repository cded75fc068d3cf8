using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>A signed address opens one file of one container, and nothing beside it.</summary>
public sealed class ForgedAddressTests(IsolationFixture api) : IClassFixture<IsolationFixture>
{
    [Fact]
    public async Task Signature_ForOnesOwnContainer_DoesNotOpenAnothers()
    {
        var (victims, victimsAddress) = await api.Given.StartedUpload(await api.Given.Project(), Given.Picture());
        var stranger = await api.Stranger;
        var (own, address) = await stranger.StartedUpload(await stranger.Project(), Given.Picture());
        var victimsKey = System.Web.HttpUtility.ParseQueryString(new Uri(victimsAddress).Query)["key"]!;
        var ownKey = System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)["key"]!;
        using var nobody = api.Server.Client();
        var before = await DatabaseDigest.Take(api.Server.Database);

        foreach (var container in new[] { victims, $"cnt_{Guid.NewGuid()}" })
        {
            var forged = address.Replace(own, container);
            (await nobody.PutBytes(forged, Given.Picture(), "image/jpeg")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            (await nobody.PutBytes(forged.Replace(ownKey, victimsKey), Given.Picture(), "image/jpeg"))
                .ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        }

        (await nobody.PutBytes(address.Replace("/1?", "/2?"), Given.Picture(), "image/jpeg")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
        (await nobody.PutBytes(address, Given.Picture(), "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
    }
}
