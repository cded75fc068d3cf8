using System.Net;
using Layers.Application.Keys;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

public sealed class UploadAddressTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    [Fact]
    public async Task Address_IsGoodForFifteenMinutes()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        api.Clock.Advance(Duration.FromMinutes(15) - Duration.FromMilliseconds(1));
        (await api.Put(addresses[0], UploadFixture.Jpeg)).Status.Should().Be(HttpStatusCode.NoContent);

        api.Clock.Advance(Duration.FromMilliseconds(1));
        Should401(await api.Put(addresses[0], UploadFixture.Jpeg));
    }

    [Fact]
    public async Task Address_Expired_DoesNotKeepTheUploadFromBeingFinalized()
    {
        var id = await api.Sent(UploadFixture.Jpeg);
        api.Clock.Advance(Duration.FromHours(1));

        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Address_TamperedWith_Returns401AndLeavesNothing()
    {
        var (id, addresses) = await api.Started(UploadFixture.Jpeg, UploadFixture.Jpeg);
        var (other, _) = await api.Started(UploadFixture.Jpeg);
        var anotherKey = await api.Given.AnotherKey(["*"]);
        var (path, query) = (addresses[0].Split('?')[0], addresses[0].Split('?')[1].Split('&'));
        var (key, expires, signature) = (query[0], query[1], query[2]);
        var later = $"expires={long.Parse(expires[8..]) + 3_600}";
        var before = await api.Traces();

        string[] tampered =
        [
            path, $"{path}?{key}", $"{path}?{key}&{expires}", $"{path}?{expires}&{signature}", $"{path}?{key}&{signature}",
            $"{path}?{key}&{later}&{signature}", $"{path}?{key}&expires=&{signature}", $"{path}?{key}&expires=never&{signature}",
            $"{path}?key={anotherKey.Key.KeyId}&{expires}&{signature}", $"{path}?key=&{expires}&{signature}",
            $"{path}?{key}&{expires}&signature=", $"{path}?{key}&{expires}&{signature[..^1]}", $"{path}?{key}&{expires}&{signature}A",
            $"{path}?{key}&{expires}&signature={new string('A', 43)}", $"{path}?{key}&{expires}&signature=é", $"{addresses[0]}&{signature}",
            addresses[0].Replace(id, other, StringComparison.Ordinal), addresses[0].Replace("/1?", "/2?", StringComparison.Ordinal),
            addresses[0].Replace("/1?", "/11?", StringComparison.Ordinal), addresses[0].Replace("/1?", "/+1?", StringComparison.Ordinal),
            addresses[0].Replace("/1?", "/%201?", StringComparison.Ordinal), addresses[0].Replace("/1?", "/1%20?", StringComparison.Ordinal),
            addresses[0].Replace("/1?", "/1%0A?", StringComparison.Ordinal), addresses[0].Replace(id, "garbage", StringComparison.Ordinal),
        ];
        foreach (var address in tampered)
            Should401(await api.Put(address, UploadFixture.Jpeg));

        (await api.Traces()).Should().Be(before);
        (await api.Put(addresses[0], UploadFixture.Jpeg)).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Address_OfKilledKey_Returns401()
    {
        var key = await api.Given.AnotherKey(["content:write"]);
        var address = await StartedWith(key);
        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);

        // Another node has not seen the key in use, and so does not remember it for half a second.
        await using var elsewhere = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        using var nobody = elsewhere.Client();
        Should401(await nobody.PutBytes(new Uri(address).PathAndQuery, UploadFixture.Jpeg.Bytes, "image/jpeg"));
    }

    [Fact]
    public async Task Address_OfLivingKey_IsGoodOnEveryNode()
    {
        var address = await StartedWith(await api.Given.AnotherKey(["content:write"]));

        await using var elsewhere = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        using var nobody = elsewhere.Client();
        (await nobody.PutBytes(new Uri(address).PathAndQuery, UploadFixture.Jpeg.Bytes, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Address_WithBearerInsteadOfSignature_Returns401()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        Should401(await api.Client.PutBytes(addresses[0].Split('?')[0], UploadFixture.Jpeg.Bytes, "image/jpeg"));
    }

    [Fact]
    public async Task Address_TakesPutOnly()
    {
        var (_, addresses) = await api.Started(UploadFixture.Jpeg);

        var answer = await api.Client.GetJson(addresses[0]);

        answer.ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.ContentHeaders.Allow.Should().Equal("PUT");
    }

    private async Task<string> StartedWith(CreatedKey key)
    {
        using var client = api.Server.Client(key.Text.Reveal());
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = UploadFixture.Jpeg.Bytes.Length } };
        var answer = await client.PostJson($"/v1/projects/{await api.Given.Project()}/content/uploads", new { files });
        return (string)answer.Json["containers"]![0]!["files"]![0]!["uploadUrl"]!;
    }

    private static void Should401(Answer answer)
    {
        answer.ShouldBeErrorJson(HttpStatusCode.Unauthorized, """
            { "code": "UNAUTHENTICATED", "message": "This upload address is not valid, or has expired; start the upload again." }
            """);
        answer.Header("WWW-Authenticate").Should().Be("Bearer");
    }
}
