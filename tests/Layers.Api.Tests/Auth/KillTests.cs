using System.Net;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

/// <summary>Two nodes on one database, both of which have let the key in a moment ago.</summary>
public sealed class KillTests(KillTests.TwoNodes api) : IClassFixture<KillTests.TwoNodes>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Key_KilledOnOneNode_IsRefusedByAllWithinASecond()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        using var here = api.First.Client(key.Text.Reveal());
        using var there = api.Second.Client(key.Text.Reveal());
        foreach (var client in new[] { here, there })
            (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);

        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);
        api.Time.Advance(Promised);

        foreach (var client in new[] { here, there })
        {
            var error = (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
            ((string?)error["details"]!["scope"]).Should().Be("key");
        }
    }

    [Fact]
    public async Task Key_DeletedOnOneNode_IsRefusedByAllWithinASecond()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        using var here = api.First.Client(key.Text.Reveal());
        using var there = api.Second.Client(key.Text.Reveal());
        foreach (var client in new[] { here, there })
            (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);

        (await api.Client.DeleteJson($"/v1/api-keys/{key.Key.Id}")).Status.Should().Be(HttpStatusCode.OK);
        api.Time.Advance(Promised);

        foreach (var client in new[] { here, there })
        {
            var error = (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
            ((string?)error["details"]!["scope"]).Should().Be("key");
        }
    }

    [Fact]
    public async Task Key_RotatedOnOneNode_OpensAllWithItsNewTextAndNoneWithTheOldWithinASecond()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything]);
        using var here = api.First.Client(key.Text.Reveal());
        using var there = api.Second.Client(key.Text.Reveal());
        foreach (var client in new[] { here, there })
            (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);

        var text = (await api.Client.PostJson($"/v1/api-keys/{key.Key.Id}/rotate")).Text("key");
        api.Time.Advance(Promised);

        foreach (var client in new[] { here, there })
            (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        foreach (var server in new[] { api.First, api.Second })
        {
            using var client = server.Client(text);
            (await client.GetJson("/v1/whoami")).Text("apiKeyId").Should().Be(key.Key.Id.ToString());
        }
    }

    [Fact]
    public async Task Organization_Suspended_IsRefusedByAllWithinASecond()
    {
        var organization = await Given.Organization(api.Server);
        var key = organization.Key.Text.Reveal();
        using var here = api.First.Client(key);
        using var there = api.Second.Client(key);
        foreach (var client in new[] { here, there })
            (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);

        await using (var connection = await api.Server.Database.Connect())
            await connection.Run($"update organizations set status = 'suspended' where organization_id = '{organization.OrganizationId.Value}'");
        api.Time.Advance(Promised);

        foreach (var client in new[] { here, there })
        {
            var error = (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
            ((string?)error["details"]!["scope"]).Should().Be("organization");
        }
    }

    [Fact]
    public async Task Key_Killed_OpensItsUploadAddressesNoMore()
    {
        var key = await api.Given.AnotherKey([Scopes.Everything], ActorType.Service);
        using var client = api.First.Client(key.Text.Reveal());
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = Given.Picture().Length } };
        var upload = await client.PostJson($"/v1/projects/{await api.Given.Project()}/content/uploads", new { files });
        var address = (string)upload.Json["containers"]![0]!["files"]![0]!["uploadUrl"]!;

        await api.Server.Send(new KillKey(key.Key.Id), key.Key.Organization);
        api.Time.Advance(Promised);

        (await client.PutBytes(address, Given.Picture(), "image/jpeg")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    public sealed class TwoNodes : ApiFixture, IAsyncLifetime
    {
        public FakeTime Time { get; } = new();

        public ApiServer First { get; private set; } = null!;

        public ApiServer Second { get; private set; } = null!;

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            First = await ApiServer.Start(database: Server.Database, clock: Clock, time: Time);
            Second = await ApiServer.Start(database: Server.Database, clock: Clock, time: Time);
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
            await DisposeAsync();
        }
    }
}
